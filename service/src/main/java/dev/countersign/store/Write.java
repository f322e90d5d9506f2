package dev.countersign.store;

import java.util.List;

/// The write path in SQL: every row that a call may write, and how.
///
/// Each constant takes its rows as arrays, one per column, so that the rows of one call and those of many are
/// written by the same statement. Parameters are typed by `columns`; their order is the order of the values in
/// `WriteSet.add`.
///
/// Statements that append events take turns, over all processes: each gets its numbers after the one before it
/// has become visible, so that a reader who has seen a number never misses a lower one. No event is recorded
/// later than some seconds ahead of the database's clock, whatever the clock of its process: a ledger never
/// goes back in time.
public enum Write {
    PROJECT(
            "insert into project (project_id, name, created_at) select * from unnest(%s)",
            "text", "text", "timestamptz"),
    SECRET(
            "insert into project_secret (secret_id, project_id, secret_hash, role) select * from unnest(%s)",
            "text", "text", "bytea", "text"),
    SECRET_REMOVAL("delete from project_secret where secret_id in (select * from unnest(%s))", "text"),
    RETENTION("""
            insert into retention (project_id, entries, months) select * from unnest(%s)
            on conflict (project_id, entries) do update set months = excluded.months""", "text", "text", "int4"),
    RETENTION_REMOVAL("""
            delete from retention r using unnest(%s) n (project, entries)
            where r.project_id = n.project and r.entries = n.entries""", "text", "text"),
    HOLD("""
            insert into legal_hold (project_id, hold, user_id) select * from unnest(%s)
            on conflict (project_id, hold) do nothing""", "text", "text", "text"),
    HOLD_REMOVAL("""
            delete from legal_hold h using unnest(%s) n (project, hold)
            where h.project_id = n.project and h.hold = n.hold""", "text", "text"),
    USER(
            "insert into app_user (user_id, project_id, status, created_at, data_key) select * from unnest(%s)",
            "text", "text", "text", "timestamptz", "bytea"),
    USER_WITH_PROFILE(
            """
            insert into app_user (user_id, project_id, status, created_at, data_key, name, trusted_metadata,
                                  untrusted_metadata, external_id, external_id_hash, roles, name_prefixes)
            select n.id, n.project, n.status, n.at, n.key, n.name, n.trusted, n.untrusted, n.external, n.hash,
                   n.roles::text[], n.prefixes::bigint[]
            from unnest(%s) n (id, project, status, at, key, name, trusted, untrusted, external, hash, roles, prefixes)""",
            "text",
            "text",
            "text",
            "timestamptz",
            "bytea",
            "bytea",
            "bytea",
            "bytea",
            "bytea",
            "bytea",
            "text",
            "text"),
    USER_PROFILE("""
            update app_user set name = n.name, trusted_metadata = n.trusted, untrusted_metadata = n.untrusted,
                                external_id = n.external, external_id_hash = n.hash, roles = n.roles::text[],
                                name_prefixes = n.prefixes::bigint[]
            from unnest(%s) n (id, name, trusted, untrusted, external, hash, roles, prefixes)
            where user_id = n.id""", "text", "bytea", "bytea", "bytea", "bytea", "bytea", "text", "text"),
    USER_ERASURE("""
            update app_user set data_key = null, name = null, trusted_metadata = null, untrusted_metadata = null,
                                external_id = null, external_id_hash = null, roles = '{}', name_prefixes = null
            where user_id in (select * from unnest(%s))""", "text"),
    USER_STATUS(
            "update app_user set status = n.status from unnest(%s) n (id, status) where user_id = n.id",
            "text", "text"),
    PHONE("""
            insert into phone (phone_id, project_id, user_id, number_hash, sealed_number, registered_at,
                               user_created_at, attached_until, attached_slot, verified, failed_guesses)
            select n.*, false, 0 from unnest(%s) n""", "text", "text", "text", "bytea", "bytea", "timestamptz", "timestamptz", "timestamptz", "int2"),
    PHONE_SUCCESSION(
            """
            update phone set phone_id = n.id, user_id = n.owner, sealed_number = n.number, registered_at = n.at,
                             user_created_at = n.created, attached_until = n.until, attached_slot = n.slot,
                             verified = false, failed_guesses = n.failed, locked_at = n.locked, locked_until = n.unlocked
            from unnest(%s) n (old, id, owner, number, at, created, until, slot, failed, locked, unlocked)
            where phone_id = n.old""",
            "text",
            "text",
            "text",
            "bytea",
            "timestamptz",
            "timestamptz",
            "timestamptz",
            "int2",
            "int4",
            "timestamptz",
            "timestamptz"),
    PHONE_RETIREMENT("""
            update phone set user_id = null, sealed_number = null, user_created_at = null, verified = false,
                             attached_until = null, attached_slot = null
            where phone_id in (select * from unnest(%s))""", "text"),
    PHONE_DIGITS("""
            insert into phone_digits (project_id, user_created_at, user_id, phone_id, digits)
            select n.project, n.created, n.owner, n.id, n.digits::int[]
            from unnest(%s) n (project, created, owner, id, digits)""", "text", "timestamptz", "text", "text", "text"),
    PHONE_STATE("""
            update phone set verified = n.verified, failed_guesses = n.failed, locked_at = n.since, locked_until = n.until,
                             attached_until = case when n.verified then null else attached_until end,
                             attached_slot = case when n.verified then null else attached_slot end
            from unnest(%s) n (id, verified, failed, since, until) where phone_id = n.id""", "text", "bool", "int4", "timestamptz", "timestamptz"),
    PHONE_REMOVAL("delete from phone where phone_id in (select * from unnest(%s))", "text"),
    PHONE_DIGITS_REMOVAL("""
            delete from phone_digits d using unnest(%s) n (project, created, owner, id)
            where d.project_id = n.project and d.user_created_at = n.created and d.user_id = n.owner
                  and d.phone_id = n.id""", "text", "timestamptz", "text", "text"),
    CHALLENGE("""
            insert into newest_challenge (phone_id, ordinal, challenge_id, open_until) select * from unnest(%s)
            on conflict (phone_id) do update set
                ordinal = excluded.ordinal, challenge_id = excluded.challenge_id, open_until = excluded.open_until""", "text", "int4", "text", "timestamptz"),
    CHALLENGE_CLOSING("""
            update newest_challenge c set open_until = null from unnest(%s) n (id, ordinal)
            where c.phone_id = n.id and c.ordinal = n.ordinal""", "text", "int4"),
    SESSION("""
            insert into session (session_id, project_id, user_id, token_hash, sealed_token, attributes, started_at,
                                 expires_at, custom_claims, factors, last_accessed_at)
            select n.*, n.started from unnest(%s)
                n (id, project, owner, hash, token, attributes, started, ending, claims, factors)""", "text", "text", "text", "bytea", "bytea", "bytea", "timestamptz", "timestamptz", "bytea", "jsonb"),
    SESSION_CHANGE("""
            update session s set expires_at = n.ending, custom_claims = n.claims, factors = n.factors,
                                 last_accessed_at = n.accessed
            from unnest(%s) n (id, ending, claims, factors, accessed) where s.session_id = n.id""", "text", "timestamptz", "bytea", "jsonb", "timestamptz"),
    SESSION_END("delete from session where session_id in (select * from unnest(%s))", "text"),
    ANSWER("""
            insert into kept_answer (key_hash, sealed, kept_at, kept_until) select * from unnest(%s)
            on conflict (key_hash) do update set
                sealed = excluded.sealed, kept_at = excluded.kept_at, kept_until = excluded.kept_until""", "bytea", "bytea", "timestamptz", "timestamptz"),
    ANSWER_REMOVAL("""
            delete from kept_answer a using unnest(%s) n (hash, at)
            where a.key_hash = n.hash and a.kept_until <= n.at""", "bytea", "timestamptz"),
    EVENT("""
            insert into event (aggregate_id, sequence_number, aggregate_type, event_id, recorded_at,
                               payload_type, payload_revision, payload, metadata)
            select n.aggregate, n.sequence, n.kind, n.id, least(n.at, clock_timestamp() + interval '5 seconds'),
                   n.type, n.revision, n.payload, n.metadata
            from (select pg_advisory_xact_lock(1) offset 0) turn,
                 unnest(%s) n (aggregate, sequence, kind, id, at, type, revision, payload, metadata)""", "text", "int8", "text", "uuid", "timestamptz", "text", "text", "bytea", "bytea");

    private final String sql;
    private final List<String> columns;

    Write(String sql, String... columns) {
        this.columns = List.of(columns);
        this.sql = sql.formatted(String.join(
                ", ", this.columns.stream().map(type -> "?::" + type + "[]").toList()));
    }

    String sql() {
        return sql;
    }

    /// PostgreSQL's names of the columns' types.
    List<String> columns() {
        return columns;
    }
}
