package dev.countersign.expiry;

import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.PhoneId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Lapsed challenges in the lookup tables; nodes keep out of each other's way by an advisory lock.
public final class PostgresLapsedChallenges implements LapsedChallenges {

    /// Any number that nothing else in this database locks.
    private static final long LOCK = 0x6578706972790001L;

    private final DataSource database;
    private final DataSource transactional;

    public PostgresLapsedChallenges(DataSource database, DataSource transactional) {
        this.database = database;
        this.transactional = transactional;
    }

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
    public void alone(Runnable work) {
        try (var connection = transactional.getConnection();
                var lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            try (var row = lock.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    work.run();
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
