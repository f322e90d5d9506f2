-- A number that was attached to a user stays only if somebody proves it in time. Null: it stays.
alter table phone
    -- From this moment on the user has it no longer, recorded or not.
    add column attached_until timestamptz,
    -- Decides the race of many that are attached at once: a user has so many slots and no more.
    add column attached_slot smallint;
create unique index phone_attachment on phone (user_id, attached_slot) where attached_slot is not null;
create index phone_attachment_expiry on phone (attached_until) where attached_until is not null;
