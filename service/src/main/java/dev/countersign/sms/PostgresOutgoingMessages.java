package dev.countersign.sms;

import dev.countersign.login.WrappedKey;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.privacy.Sealed;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/// Recipients in the lookup tables.
public final class PostgresOutgoingMessages implements OutgoingMessages {

    private static final String RECIPIENT =
            "select c.challenge_id, p.phone_id, p.user_id, p.sealed_number, u.data_key from newest_challenge c"
                    + " join phone p on p.phone_id = c.phone_id"
                    + " join app_user u on u.user_id = p.user_id and u.data_key is not null";

    /// Counts instead of asking whether one exists: that would be a join, and a planner without statistics, as on the
    /// first day, joins by reading all events.
    private static final String DUE = RECIPIENT + """

            where c.phone_id = any(?) and c.challenge_id = any(?) and c.open_until is not null and 0 = (
                select count(*) from event e
                where e.aggregate_id = c.challenge_id and e.payload_type = 'passcode.CodeSent')""";

    private static final String ALIVE = RECIPIENT + " where c.open_until > ?";

    private final DataSource database;

    public PostgresOutgoingMessages(DataSource database) {
        this.database = database;
    }

    @Override
    public Map<ChallengeId, Recipient> due(Collection<CodeIssued> codes) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(DUE)) {
            var phones = codes.stream().map(code -> code.phoneId().value()).toArray(String[]::new);
            var challenges =
                    codes.stream().map(code -> code.challengeId().value()).toArray(String[]::new);
            select.setArray(1, connection.createArrayOf("text", phones));
            select.setArray(2, connection.createArrayOf("text", challenges));
            return read(select);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    @Override
    public Map<ChallengeId, Recipient> alive(Instant now) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(ALIVE)) {
            select.setObject(1, now.atOffset(ZoneOffset.UTC));
            return read(select);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static Map<ChallengeId, Recipient> read(PreparedStatement select) throws SQLException {
        var recipients = new HashMap<ChallengeId, Recipient>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                recipients.put(
                        new ChallengeId(row.getString("challenge_id")),
                        new Recipient(
                                new PhoneId(row.getString("phone_id")),
                                new UserId(row.getString("user_id")),
                                new Sealed(row.getBytes("sealed_number")),
                                new WrappedKey(row.getBytes("data_key"))));
            }
        }
        return recipients;
    }
}
