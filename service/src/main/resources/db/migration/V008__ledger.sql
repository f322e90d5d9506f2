-- The ledger of each project: its events, numbered without gaps, and the tree over them. See `ledger/package-info.java`.

create table ledger (
    ledger_id       integer generated always as identity primary key,
    -- A project, or `installation` for what belongs to none.
    name            text collate "C" not null unique,
    size            bigint           not null default 0,
    -- When the newest entry was recorded. Never goes back.
    recorded_at     timestamptz      not null default '-infinity',
    checkpoint_size bigint           not null default 0,
    checkpoint_at   timestamptz      not null default '-infinity'
);

-- 256 hashes of neighbouring nodes at one level of the tree, from left to right, in its eight-fold levels only: what is
-- between them is computed (the tiles of C2SP tlog-tiles). The last one of a level has fewer.
create table ledger_tile (
    ledger_id integer  not null references ledger,
    level     smallint not null,
    tile      bigint   not null,
    hashes    bytea    not null,
    -- At level 0: where the entries stand among the events.
    positions bigint[] not null,
    primary key (ledger_id, level, tile)
);

-- How far the ledgers have come among the events.
create table ledger_position (
    only_one     boolean primary key default true check (only_one),
    global_index bigint not null
);
insert into ledger_position (global_index) values (0);

-- Every checkpoint that was signed. The note is what others keep.
create table checkpoint (
    ledger_id integer     not null references ledger,
    size      bigint      not null,
    signed_at timestamptz not null,
    note      text        not null,
    primary key (ledger_id, size)
);
