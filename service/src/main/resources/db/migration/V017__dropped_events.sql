-- When the events were recorded that retention has dropped: the time of an entry is never before that of the one ahead of
-- it, so that those behind a gap can be told anew.

create table dropped_event (
    global_index bigint      primary key,
    recorded_at  timestamptz not null
);
