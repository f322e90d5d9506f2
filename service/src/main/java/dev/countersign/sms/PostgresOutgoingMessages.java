package dev.countersign.sms;

import dev.countersign.login.WrappedKey;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.privacy.Sealed;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/// Recipients in the lookup tables.
public final class PostgresOutgoingMessages implements OutgoingMessages {

    private static final String SQL = """
            select c.challenge_id, p.phone_id, p.user_id, p.sealed_number, u.data_key
            from unnest(?::text[]) k (challenge_id)
            join newest_challenge c on c.challenge_id = k.challenge_id and c.open_until is not null
            join phone p on p.phone_id = c.phone_id
            join app_user u on u.user_id = p.user_id and u.data_key is not null
            where not exists (
                select from event e
                where e.aggregate_id = c.challenge_id and e.payload_type = 'passcode.CodeSent')""";

    private final DataSource database;

    public PostgresOutgoingMessages(DataSource database) {
        this.database = database;
    }

    @Override
    public Map<ChallengeId, Recipient> due(Collection<ChallengeId> challenges) {
        var due = new HashMap<ChallengeId, Recipient>();
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(SQL)) {
            var ids = challenges.stream().map(ChallengeId::value).toArray(String[]::new);
            select.setArray(1, connection.createArrayOf("text", ids));
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    due.put(
                            new ChallengeId(row.getString("challenge_id")),
                            new Recipient(
                                    new PhoneId(row.getString("phone_id")),
                                    new UserId(row.getString("user_id")),
                                    new Sealed(row.getBytes("sealed_number")),
                                    new WrappedKey(row.getBytes("data_key"))));
                }
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
        return due;
    }
}
