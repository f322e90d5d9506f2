-- How many rows of `audit_entry` there are, by time and by what they say. A view of a view: whoever changes rows there notes
-- here, in the same transaction, what became more or fewer.

create table audit_count (
    ledger_id integer          not null,
    -- How long each count is for, in seconds: 60, and an hour has its counts here; or 3600, and a day (UTC) has them.
    step      integer          not null,
    beginning timestamptz      not null,
    type      text collate "C" not null,
    outcome   smallint         not null,
    -- Empty: none.
    reason    text collate "C" not null,
    country   text collate "C" not null,
    provider  text collate "C" not null,
    counts    integer[]        not null,
    primary key (ledger_id, step, beginning, type, outcome, reason, country, provider)
);

-- What is not counted there yet. Gathered whenever checkpoints are signed, by whoever writes the ledgers and nobody else.
create table audit_count_change (
    ledger_id integer          not null,
    minute    timestamptz      not null,
    type      text collate "C" not null,
    outcome   smallint         not null,
    reason    text collate "C" not null,
    country   text collate "C" not null,
    provider  text collate "C" not null,
    change    integer          not null
);

insert into audit_count_change
select ledger_id, date_trunc('minute', recorded_at, 'UTC'), type, outcome, coalesce(reason, ''), coalesce(country, ''),
       coalesce(provider, ''), count(*)
from audit_entry group by 1, 2, 3, 4, 5, 6, 7 order by 2;
