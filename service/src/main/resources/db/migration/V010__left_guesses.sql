-- Wrong guesses count on when a phone is removed, for whoever has its number next. Until then its row has no user, and
-- holds nothing but the keyed number and the count.
alter table phone
    alter column user_id drop not null,
    alter column sealed_number drop not null,
    alter column user_created_at drop not null;
