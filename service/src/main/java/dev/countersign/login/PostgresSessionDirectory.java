package dev.countersign.login;

import dev.countersign.privacy.Sealed;
import dev.countersign.session.SessionId;
import dev.countersign.session.SessionReference;
import dev.countersign.session.SessionReference.ById;
import dev.countersign.session.SessionReference.ByToken;
import dev.countersign.session.TokenHash;
import dev.countersign.store.Lookup;
import dev.countersign.store.SqlFailures;
import dev.countersign.store.Write;
import dev.countersign.store.WriteSet;
import dev.countersign.user.UserId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The sessions in their lookup table.
public final class PostgresSessionDirectory implements SessionDirectory {

    /// Skips who is being written, so that it waits for nobody, and nobody for it in turn.
    private static final String TOUCH = """
            with due as (
                select session_id, looked_at from session
                join unnest(?::text[], ?::timestamptz[]) as look (id, looked_at) on session_id = id
                where last_accessed_at <= looked_at - make_interval(secs => ?)
                for update of session skip locked)
            update session set last_accessed_at = looked_at from due where session.session_id = due.session_id""";

    private final DataSource database;
    private final Lookup<TokenHash, LiveSession> byToken;
    private final Lookup<SessionId, LiveSession> byId;
    private final Lookup<UserId, UserSessions> byUser;
    private final Lookup<UserId, List<SessionEnd>> endsByUser;

    public PostgresSessionDirectory(DataSource database) {
        this.database = database;
        byToken = new Lookup<>(database, new SessionByToken());
        byId = new Lookup<>(database, new SessionById());
        byUser = new Lookup<>(database, new SessionsByUser());
        endsByUser = new Lookup<>(database, new SessionEndsByUser());
    }

    @Override
    public Optional<LiveSession> find(SessionReference reference) {
        return switch (reference) {
            case ByToken(var hash) -> byToken.find(hash);
            case ById(var id) -> byId.find(id);
        };
    }

    @Override
    public Optional<UserSessions> findOf(UserId user) {
        return byUser.find(user);
    }

    @Override
    public List<SessionEnd> endsOf(UserId user) {
        return endsByUser.find(user).orElse(List.of());
    }

    @Override
    public void add(LiveSession session, TokenHash token) {
        var owner = session.owner();
        var state = session.state();
        WriteSet.current()
                .add(
                        Write.SESSION,
                        session.sessionId().value(),
                        owner.projectId().value(),
                        owner.userId().value(),
                        token.value(),
                        session.token().value(),
                        bytes(session.attributes()),
                        session.startedAt(),
                        state.expiresAt(),
                        bytes(state.customClaims()),
                        FactorsJson.write(state.factors()));
    }

    @Override
    public void change(LiveSession session) {
        var state = session.state();
        WriteSet.current()
                .add(
                        Write.SESSION_CHANGE,
                        session.sessionId().value(),
                        state.expiresAt(),
                        bytes(state.customClaims()),
                        FactorsJson.write(state.factors()),
                        session.lastAccessedAt());
    }

    @Override
    public void remove(SessionId session) {
        WriteSet.current().add(Write.SESSION_END, session.value());
    }

    /// Not through the write set: a batch writes each row once, and would then do this instead of a change or
    /// an end.
    @Override
    public void touch(Map<SessionId, Instant> looks, Duration lag) {
        var sessions = List.copyOf(looks.entrySet());
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(TOUCH)) {
            update.setArray(1, texts(connection, sessions, look -> look.getKey().value()));
            update.setArray(
                    2, texts(connection, sessions, look -> look.getValue().toString()));
            update.setDouble(3, lag.toMillis() / 1e3);
            update.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static <T> Array texts(Connection connection, List<T> all, Function<T, String> text) throws SQLException {
        return connection.createArrayOf("text", all.stream().map(text).toArray());
    }

    private static byte @Nullable [] bytes(@Nullable Sealed sealed) {
        return sealed == null ? null : sealed.value();
    }
}
