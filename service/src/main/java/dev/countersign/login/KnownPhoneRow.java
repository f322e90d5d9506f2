package dev.countersign.login;

import dev.countersign.login.KnownPhone.Attachment;
import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import dev.countersign.user.UserProfile;
import dev.countersign.user.UserStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One phone with its user and its newest challenge, as a row.
final class KnownPhoneRow {

    /// Without the challenge.
    static final String SELECT_BARE = """
            select p.phone_id, p.sealed_number, p.verified, p.failed_guesses, p.locked_at, p.locked_until,
                   p.attached_until, p.attached_slot,
                   u.user_id, u.project_id, u.status, u.created_at, u.data_key,
                   u.name, u.trusted_metadata, u.untrusted_metadata, u.external_id, u.roles""";

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

    /// A phone that has no user any more.
    static NumberEntry.Removed readRemoved(ResultSet row) throws SQLException {
        return new NumberEntry.Removed(new PhoneId(row.getString("phone_id")), state(row));
    }

    private static KnownPhone read(ResultSet row, Owner owner, @Nullable NewestChallenge newest) throws SQLException {
        return new KnownPhone(
                new PhoneId(row.getString("phone_id")),
                owner,
                new Sealed(row.getBytes("sealed_number")),
                state(row),
                newest,
                attachment(row));
    }

    private static @Nullable Attachment attachment(ResultSet row) throws SQLException {
        var until = nullableInstant(row, "attached_until");
        return until == null ? null : new Attachment(until, row.getInt("attached_slot"));
    }

    static Owner owner(ResultSet row) throws SQLException {
        return new Owner(
                new UserId(row.getString("user_id")),
                new ProjectId(row.getString("project_id")),
                UserStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                instant(row, "created_at"),
                new WrappedKey(row.getBytes("data_key")),
                new UserProfile(
                        nullableSealed(row, "name"),
                        nullableSealed(row, "trusted_metadata"),
                        nullableSealed(row, "untrusted_metadata"),
                        nullableSealed(row, "external_id"),
                        List.of((String[]) row.getArray("roles").getArray())));
    }

    static @Nullable Sealed nullableSealed(ResultSet row, String column) throws SQLException {
        var bytes = row.getBytes(column);
        return bytes == null ? null : new Sealed(bytes);
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
