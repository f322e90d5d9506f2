-- The event store. Everything else in this database can be told from it, except the users' data keys.

create table event (
    global_index     bigint generated always as identity primary key,
    aggregate_id     text collate "C" not null,
    sequence_number  bigint           not null,
    aggregate_type   text collate "C" not null,
    event_id         uuid             not null,
    recorded_at      timestamptz      not null,
    payload_type     text collate "C" not null,
    payload_revision text collate "C",
    payload          bytea            not null,
    metadata         bytea            not null,
    -- Decides every race between two commands on one aggregate.
    constraint event_stream unique (aggregate_id, sequence_number)
);

-- The newest snapshot of an aggregate with a long stream.
create table snapshot (
    aggregate_id     text collate "C" primary key,
    sequence_number  bigint           not null,
    aggregate_type   text collate "C" not null,
    event_id         uuid             not null,
    recorded_at      timestamptz      not null,
    payload_type     text collate "C" not null,
    payload_revision text collate "C",
    payload          bytea            not null,
    metadata         bytea            not null
);

-- How far each streaming processor has come; the columns are those of Axon's token store.
create table processor_token (
    processor_name text    not null,
    segment        integer not null,
    token          bytea,
    token_type     text,
    timestamp      text,
    owner          text,
    primary key (processor_name, segment)
);
