-- Answers to calls that carried an idempotency key: who repeats the call gets the same one. Each row is written in the
-- same statement as the events of its call.

create table kept_answer (
    -- Of project and key, under the key ring.
    key_hash   bytea       primary key,
    -- What was asked, as a hash, and what was answered; sealed under the key ring.
    sealed     bytea       not null,
    kept_at    timestamptz not null,
    kept_until timestamptz not null
);
create index kept_answer_expiry on kept_answer (kept_until);

-- Decides the race of two calls with one key: only an answer that nobody may be given any more makes room.
create function refuse_second_answer() returns trigger language plpgsql as $$
begin
    raise exception 'the call was answered meanwhile'
        using errcode = 'serialization_failure', constraint = tg_name;
end $$;
create trigger kept_answer_once before update on kept_answer for each row
    when (old.kept_until > new.kept_at)
    execute function refuse_second_answer();
