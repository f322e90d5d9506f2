-- The live sessions: a row is there from a session's first event to its last. Everything that a check needs.
create table session (
    session_id       text collate "C" primary key,
    project_id       text collate "C" not null,
    user_id          text collate "C" not null,
    token_hash       bytea            not null constraint session_token unique,
    -- Sealed under the user's data key, like the attributes and the claims.
    sealed_token     bytea            not null,
    attributes       bytea,
    started_at       timestamptz      not null,
    expires_at       timestamptz      not null,
    custom_claims    bytea,
    -- [{"phone_id", "added_at", "proven_at"}], oldest first.
    factors          jsonb            not null,
    -- Written at most once a minute, and no event.
    last_accessed_at timestamptz      not null
);
create index session_owner on session (user_id);
create index session_expiry on session (expires_at);

-- The keys that session JWTs are signed with. Of those that may sign, the one with the highest ordinal does.
create table signing_key (
    key_id          text collate "C" primary key,
    project_id      text collate "C" not null,
    ordinal         integer          not null,
    -- The whole key, sealed under the key ring.
    sealed_key      bytea            not null,
    created_at      timestamptz      not null,
    signs_from      timestamptz      not null,
    -- Null: no end is set.
    published_until timestamptz,
    -- Decides the race of two processes that make a project's first key.
    constraint signing_key_order unique (project_id, ordinal)
);
