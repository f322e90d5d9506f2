-- What commands look up. Each row is written in the same statement as the event that it tells of.

create table project (
    project_id text collate "C" primary key,
    name       text        not null,
    created_at timestamptz not null
);

create table project_secret (
    secret_id   text collate "C" primary key,
    project_id  text collate "C" not null references project,
    secret_hash bytea            not null
);
create index project_secret_project on project_secret (project_id);

create table app_user (
    user_id    text collate "C" primary key,
    project_id text collate "C" not null,
    status     text             not null,
    created_at timestamptz      not null,
    -- Seals what is known of the person; itself sealed under the key ring. Null: the person was erased.
    data_key   bytea
);

create table phone (
    phone_id       text collate "C" primary key,
    project_id     text collate "C" not null,
    user_id        text collate "C" not null,
    number_hash    bytea            not null,
    sealed_number  bytea            not null,
    registered_at  timestamptz      not null,
    verified       boolean          not null,
    failed_guesses integer          not null,
    locked_at      timestamptz,
    -- 'infinity': until an operator unlocks.
    locked_until   timestamptz,
    -- Decides the race of two first logins: one number, one user.
    constraint phone_number unique (project_id, number_hash)
);
create index phone_user on phone (user_id);

-- The newest challenge of each phone, open or closed.
create table newest_challenge (
    phone_id     text collate "C" primary key,
    ordinal      integer          not null,
    challenge_id text collate "C" not null,
    -- Null: verified, exhausted or expired.
    open_until   timestamptz
);
create index newest_challenge_expiry on newest_challenge (open_until) where open_until is not null;

-- A newer challenge takes the next ordinal: of two calls that saw the same challenge only one can follow it.
create function refuse_stale_challenge() returns trigger language plpgsql as $$
begin
    raise exception 'another challenge was issued meanwhile'
        using errcode = 'serialization_failure', constraint = tg_name;
end $$;
create trigger newest_challenge_order before update on newest_challenge for each row
    when (new.challenge_id <> old.challenge_id and new.ordinal <> old.ordinal + 1)
    execute function refuse_stale_challenge();
