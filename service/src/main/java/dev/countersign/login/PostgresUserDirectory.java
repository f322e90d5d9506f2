package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.store.Lookup;
import dev.countersign.store.SqlFailures;
import dev.countersign.store.Write;
import dev.countersign.store.WriteSet;
import dev.countersign.user.UserId;
import dev.countersign.user.UserReference;
import dev.countersign.user.UserReference.ByExternalId;
import dev.countersign.user.UserReference.ById;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The users in their lookup table.
public final class PostgresUserDirectory implements UserDirectory {

    private final DataSource database;
    private final PersonalData personal;
    private final Lookup<UserById.Key, KnownUser> byId;
    private final Lookup<UserByExternalId.Key, KnownUser> byExternalId;

    public PostgresUserDirectory(DataSource database, PersonalData personal) {
        this.database = database;
        this.personal = personal;
        byId = new Lookup<>(database, new UserById());
        byExternalId = new Lookup<>(database, new UserByExternalId());
    }

    @Override
    public Optional<KnownUser> find(ProjectId project, UserReference reference) {
        return switch (reference) {
            case ById(var id) -> byId.find(new UserById.Key(project, id));
            case ByExternalId(var id) ->
                byExternalId.find(new UserByExternalId.Key(project, personal.hash(project, id)));
        };
    }

    @Override
    public List<KnownUser> findAll(ProjectId project, List<UserId> wanted) {
        var query = new UserById();
        var keys = wanted.stream().map(user -> new UserById.Key(project, user)).toList();
        var found = new HashMap<UserById.Key, KnownUser>();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(query.sql())) {
            query.bind(statement, keys, connection);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    query.read(row, found);
                }
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
        return keys.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public void add(Owner user, Findable by) {
        var profile = user.profile();
        WriteSet.current()
                .add(
                        Write.USER_WITH_PROFILE,
                        user.userId().value(),
                        user.projectId().value(),
                        user.status().text(),
                        user.createdAt(),
                        user.wrappedKey().value(),
                        bytes(profile.name()),
                        bytes(profile.trustedMetadata()),
                        bytes(profile.untrustedMetadata()),
                        bytes(profile.externalId()),
                        bytes(by.externalId()),
                        texts(profile.roles()),
                        numbers(by.namePrefixes()));
    }

    @Override
    public void change(Owner user, Findable by) {
        var profile = user.profile();
        WriteSet.current()
                .add(
                        Write.USER_PROFILE,
                        user.userId().value(),
                        bytes(profile.name()),
                        bytes(profile.trustedMetadata()),
                        bytes(profile.untrustedMetadata()),
                        bytes(profile.externalId()),
                        bytes(by.externalId()),
                        texts(profile.roles()),
                        numbers(by.namePrefixes()));
    }

    @Override
    public void erase(Owner user) {
        WriteSet.current().add(Write.USER_ERASURE, user.userId().value());
    }

    private static byte @Nullable [] bytes(@Nullable Sealed sealed) {
        return sealed == null ? null : sealed.value();
    }

    private static byte @Nullable [] bytes(@Nullable ExternalIdHash hash) {
        return hash == null ? null : hash.value();
    }

    /// PostgreSQL's form of an array. Roles have no quotes in them.
    private static String texts(List<String> roles) {
        return roles.stream().map(role -> '"' + role + '"').collect(Collectors.joining(",", "{", "}"));
    }

    private static @Nullable String numbers(long[] prefixes) {
        return prefixes.length == 0
                ? null
                : Arrays.stream(prefixes).mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
