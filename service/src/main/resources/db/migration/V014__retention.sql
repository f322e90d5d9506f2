-- How long the entries of a project's audit trail are kept, by class. Each row is written with the event that it tells of.

create table retention (
    project_id text collate "C" not null references project,
    -- As in `RetentionClass`.
    entries    text collate "C" not null,
    months     integer          not null check (months > 0),
    primary key (project_id, entries)
);

-- What keeps them longer.
create table legal_hold (
    project_id text collate "C" not null references project,
    hold       text collate "C" not null,
    -- Null: every entry of the project.
    user_id    text collate "C",
    primary key (project_id, hold)
);

-- Streams none of whose entries is searched any more, and which still live: dropped once they do not.
create table undropped_stream (
    stream   text collate "C" primary key,
    -- Of a challenge.
    phone_id text collate "C"
);
