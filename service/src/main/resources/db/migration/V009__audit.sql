-- The audit trail as it is searched: one row for each entry of a ledger, without what it says of persons. A view: all of
-- it can be told from the events and the ledgers.

create table audit_entry (
    ledger_id    integer          not null,
    -- Together with the number the order of all answers; never goes back from one number to the next.
    recorded_at  timestamptz      not null,
    entry        bigint           not null,
    position     bigint           not null,
    type         text collate "C" not null,
    -- As in `AuditOutcome`.
    outcome      smallint         not null,
    reason       text collate "C",
    user_id      text collate "C",
    challenge_id text collate "C",
    session_id   text collate "C",
    request_id   text collate "C",
    -- Keyed, and null once the user is erased.
    phone_hash   bytea,
    ip_hash      bytea,
    country      text collate "C",
    provider     text collate "C",
    primary key (ledger_id, recorded_at, entry)
) partition by range (recorded_at);

create index on audit_entry (ledger_id, type, recorded_at, entry);
create index on audit_entry (ledger_id, recorded_at, entry) where outcome = 2;
create index on audit_entry (ledger_id, reason, recorded_at, entry) where reason is not null;
create index on audit_entry (ledger_id, country, recorded_at, entry) where country is not null;
create index on audit_entry (ledger_id, provider, recorded_at, entry) where provider is not null;
create index on audit_entry (user_id, recorded_at, entry) where user_id is not null;
create index on audit_entry (phone_hash, recorded_at, entry) where phone_hash is not null;
create index on audit_entry (ip_hash, recorded_at, entry) where ip_hash is not null;
create index on audit_entry (challenge_id, recorded_at, entry) where challenge_id is not null;
create index on audit_entry (session_id, recorded_at, entry) where session_id is not null;
create index on audit_entry (request_id, recorded_at, entry) where request_id is not null;

alter table project_secret add column role text collate "C" not null default 'application';
