-- Whose streams are to be dropped: a hold that is placed meanwhile keeps them. Null: noted before this was known, and
-- kept by any hold.

alter table undropped_stream
    add column project_id text collate "C",
    add column user_id    text collate "C";
