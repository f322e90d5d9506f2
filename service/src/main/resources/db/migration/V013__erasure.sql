-- Who was erased, and the certificate that says so. Written with the ledgers.

create table erasure (
    user_id         text collate "C" primary key,
    ledger_id       integer          not null references ledger,
    -- Its number in the ledger.
    entry           bigint           not null,
    erased_at       timestamptz      not null,
    -- The signed note; null until a checkpoint covers the entry.
    certificate     text,
    checkpoint_size bigint
);
create index erasure_pending on erasure (ledger_id) where certificate is null;

insert into erasure (user_id, ledger_id, entry, erased_at)
select user_id, ledger_id, entry, recorded_at from audit_entry
where type = 'user.UserErased' and user_id is not null
on conflict do nothing;
