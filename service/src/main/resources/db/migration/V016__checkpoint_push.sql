-- How far each place outside of this database has acknowledged the checkpoints of each ledger. Survives restarts, so
-- that none is passed over.

create table checkpoint_push (
    ledger_id integer          not null references ledger,
    target    text collate "C" not null,
    size      bigint           not null,
    primary key (ledger_id, target)
);
