package dev.countersign.login;

import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// One phone with its user and its newest challenge, as a row.
final class KnownPhoneRow {

    /// Without the challenge.
    static final String SELECT_BARE = """
            select p.phone_id, p.sealed_number, p.verified, p.failed_guesses, p.locked_at, p.locked_until,
                   u.user_id, u.project_id, u.status, u.created_at, u.data_key""";

    static final String SELECT = SELECT_BARE + ", c.ordinal, c.challenge_id, c.open_until";

    static final String JOINS = """

            join app_user u on u.user_id = p.user_id
            left join newest_challenge c on c.phone_id = p.phone_id""";

    private KnownPhoneRow() {}

    static KnownPhone read(ResultSet row) throws SQLException {
        return read(row, owner(row), newest(row));
    }

    /// What [#SELECT_BARE] has found.
    static KnownPhone readBare(ResultSet row, Owner owner) throws SQLException {
        return read(row, owner, null);
    }

    private static KnownPhone read(ResultSet row, Owner owner, @Nullable NewestChallenge newest) throws SQLException {
        return new KnownPhone(
                new PhoneId(row.getString("phone_id")),
                owner,
                new Sealed(row.getBytes("sealed_number")),
                state(row),
                newest);
    }

    static Owner owner(ResultSet row) throws SQLException {
        return new Owner(
                new UserId(row.getString("user_id")),
                new ProjectId(row.getString("project_id")),
                UserStatus.valueOf(row.getString("status").toUpperCase(java.util.Locale.ROOT)),
                instant(row, "created_at"),
                new WrappedKey(row.getBytes("data_key")));
    }

    static PhoneState state(ResultSet row) throws SQLException {
        return new PhoneState(
                row.getBoolean("verified"),
                row.getInt("failed_guesses"),
                nullableInstant(row, "locked_at"),
                nullableInstant(row, "locked_until"));
    }

    private static @Nullable NewestChallenge newest(ResultSet row) throws SQLException {
        var id = row.getString("challenge_id");
        return id == null
                ? null
                : new NewestChallenge(row.getInt("ordinal"), new ChallengeId(id), nullableInstant(row, "open_until"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        if (at == null) {
            return null;
        }
        return at.equals(OffsetDateTime.MAX) ? Instant.MAX : at.toInstant();
    }
}
