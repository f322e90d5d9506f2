-- What callers tell of users, and what they look for.

alter table app_user
    -- Sealed under the user's data key.
    add column name               bytea,
    add column trusted_metadata   bytea,
    add column untrusted_metadata bytea,
    add column external_id        bytea,
    -- Keyed.
    add column external_id_hash   bytea,
    add column roles              text[] not null default '{}',
    -- Keyed hashes of what the words of the name begin with; null: no name is known (decision 10).
    add column name_prefixes      bigint[],
    -- Decides the race for an external id.
    add constraint app_user_external_id unique (project_id, external_id_hash);

-- The order in which users are found; those who were erased are not.
create index app_user_order on app_user (project_id, status, created_at, user_id) where data_key is not null;
create index app_user_names on app_user using gin (name_prefixes) where name_prefixes is not null;

-- When its user was created, so that phones can be read in the order of users.
alter table phone add column user_created_at timestamptz;
update phone p set user_created_at = u.created_at from app_user u where u.user_id = p.user_id;
alter table phone alter column user_created_at set not null;
create index phone_order on phone (project_id, verified, user_created_at, user_id);

-- Keyed hashes of the groups of three digits in each number (decision 10). Apart from `phone`, whose rows change.
create table phone_digits (
    project_id      text collate "C" not null,
    user_created_at timestamptz      not null,
    user_id         text collate "C" not null,
    phone_id        text collate "C" not null,
    digits          int[]            not null
);
create index phone_digits_order on phone_digits (project_id, user_created_at, user_id);
-- A short list of what is not sorted in yet: whoever fills it up waits while it is.
create index phone_digits_groups on phone_digits using gin (digits) with (gin_pending_list_limit = 256);
