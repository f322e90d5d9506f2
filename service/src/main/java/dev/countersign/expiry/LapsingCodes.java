package dev.countersign.expiry;

import dev.countersign.expiry.LapsingCodes.Lapsed;
import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.login.LoginDirectory;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.PasscodeCommand.ExpireCode;
import dev.countersign.store.Commands;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.PhoneId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Codes that nobody has entered.
public final class LapsingCodes implements Lapsing<Lapsed> {

    private final DataSource database;
    private final LoginDirectory directory;
    private final Commands commands;

    public LapsingCodes(DataSource database, LoginDirectory directory, Commands commands) {
        this.database = database;
        this.directory = directory;
        this.commands = commands;
    }

    /// A challenge that nobody has closed.
    public record Lapsed(PhoneId phoneId, NewestChallenge challenge) {}

    @Override
    public List<Lapsed> until(Instant now, int most) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select phone_id, ordinal, challenge_id, open_until from newest_challenge
                        where open_until <= ? order by open_until limit ?""")) {
            select.setObject(1, now.atOffset(ZoneOffset.UTC));
            select.setInt(2, most);
            var lapsed = new ArrayList<Lapsed>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    lapsed.add(new Lapsed(
                            new PhoneId(row.getString("phone_id")),
                            new NewestChallenge(
                                    row.getInt("ordinal"),
                                    new ChallengeId(row.getString("challenge_id")),
                                    row.getObject("open_until", OffsetDateTime.class)
                                            .toInstant())));
                }
            }
            return lapsed;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    @Override
    public void expire(Lapsed lapsed, Instant now) {
        commands.send(new ExpireCode(lapsed.challenge().challengeId(), now));
        directory.close(lapsed.phoneId(), lapsed.challenge());
    }
}
