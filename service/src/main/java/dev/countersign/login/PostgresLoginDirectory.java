package dev.countersign.login;

import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.project.ProjectId;
import dev.countersign.store.Lookup;
import dev.countersign.store.SqlFailures;
import dev.countersign.store.Write;
import dev.countersign.store.WriteSet;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The directory in the lookup tables.
public final class PostgresLoginDirectory implements LoginDirectory {

    /// In the place of the newest challenge of a phone that was removed: it cannot be followed.
    private static final String NO_MORE = "removed";

    private final DataSource database;
    private final Lookup<PhoneByNumber.Key, NumberEntry> byNumber;
    private final Lookup<PhoneId, List<KnownPhone>> byId;

    public PostgresLoginDirectory(DataSource database) {
        this.database = database;
        byNumber = new Lookup<>(database, new PhoneByNumber());
        byId = new Lookup<>(database, new PhoneWithItsSiblings());
    }

    @Override
    public Optional<NumberEntry> find(ProjectId project, NumberHash number) {
        return byNumber.find(new PhoneByNumber.Key(project, number));
    }

    @Override
    public List<KnownPhone> findWithItsSiblings(PhoneId phone) {
        return byId.find(phone).orElse(List.of());
    }

    @Override
    public List<PhoneId> findLapsed(Instant now, int most) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select phone_id from phone where attached_until <= ? order by attached_until limit ?""")) {
            select.setObject(1, now.atOffset(ZoneOffset.UTC));
            select.setInt(2, most);
            var lapsed = new ArrayList<PhoneId>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    lapsed.add(new PhoneId(row.getString("phone_id")));
                }
            }
            return lapsed;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    @Override
    public void addUser(Owner user) {
        WriteSet.current()
                .add(
                        Write.USER,
                        user.userId().value(),
                        user.projectId().value(),
                        user.status().text(),
                        user.createdAt(),
                        user.wrappedKey().value());
    }

    @Override
    public void addPhone(KnownPhone phone, NumberHash hash, Instant at) {
        var owner = phone.owner();
        var attachment = phone.attachment();
        WriteSet.current()
                .add(
                        Write.PHONE,
                        phone.phoneId().value(),
                        owner.projectId().value(),
                        owner.userId().value(),
                        hash.value(),
                        phone.number().value(),
                        at,
                        owner.createdAt(),
                        attachment == null ? null : attachment.until(),
                        attachment == null ? null : attachment.slot());
        addDigits(phone, hash);
    }

    @Override
    public void replacePhone(NumberEntry before, KnownPhone phone, NumberHash hash, Instant at) {
        var owner = phone.owner();
        var attachment = phone.attachment();
        WriteSet.current()
                .add(
                        Write.PHONE_SUCCESSION,
                        before.phoneId().value(),
                        phone.phoneId().value(),
                        owner.userId().value(),
                        phone.number().value(),
                        at,
                        owner.createdAt(),
                        attachment == null ? null : attachment.until(),
                        attachment == null ? null : attachment.slot(),
                        phone.state().failedGuesses(),
                        phone.state().lockedAt(),
                        phone.state().lockedUntil());
        addDigits(phone, hash);
        if (before instanceof KnownPhone lapsed) {
            forget(lapsed);
        }
    }

    private static void addDigits(KnownPhone phone, NumberHash hash) {
        var owner = phone.owner();
        WriteSet.current()
                .add(
                        Write.PHONE_DIGITS,
                        owner.projectId().value(),
                        owner.createdAt(),
                        owner.userId().value(),
                        phone.phoneId().value(),
                        Arrays.stream(hash.digits())
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(",", "{", "}")));
    }

    @Override
    public void update(PhoneId phone, PhoneState state) {
        WriteSet.current()
                .add(
                        Write.PHONE_STATE,
                        phone.value(),
                        state.verified(),
                        state.failedGuesses(),
                        state.lockedAt(),
                        state.lockedUntil());
    }

    @Override
    public void activate(UserId user) {
        WriteSet.current().add(Write.USER_STATUS, user.value(), UserStatus.ACTIVE.text());
    }

    @Override
    public void remove(KnownPhone phone) {
        var write = phone.state().hasGuesses() ? Write.PHONE_RETIREMENT : Write.PHONE_REMOVAL;
        WriteSet.current().add(write, phone.phoneId().value());
        forget(phone);
    }

    @Override
    public void forgetGuesses(PhoneId removed) {
        WriteSet.current().add(Write.PHONE_REMOVAL, removed.value());
    }

    /// What stands of a phone beside its row.
    private static void forget(KnownPhone phone) {
        var owner = phone.owner();
        WriteSet.current()
                .add(
                        Write.PHONE_DIGITS_REMOVAL,
                        owner.projectId().value(),
                        owner.createdAt(),
                        owner.userId().value(),
                        phone.phoneId().value());
        WriteSet.current().add(Write.CHALLENGE, phone.phoneId().value(), ordinalAfter(phone.newest()), NO_MORE, null);
    }

    @Override
    public void follow(PhoneId phone, @Nullable NewestChallenge previous, ChallengeId challenge, Instant openUntil) {
        WriteSet.current().add(Write.CHALLENGE, phone.value(), ordinalAfter(previous), challenge.value(), openUntil);
    }

    private static int ordinalAfter(@Nullable NewestChallenge previous) {
        return previous == null ? 1 : previous.ordinal() + 1;
    }

    @Override
    public void close(PhoneId phone, NewestChallenge challenge) {
        WriteSet.current().add(Write.CHALLENGE_CLOSING, phone.value(), challenge.ordinal());
    }
}
