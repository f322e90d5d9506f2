-- The order in which streams are dropped, which is that of their first events: what goes together then lies together in the
-- ledger, and the note that names it stays short.

alter table undropped_stream add column position bigint not null default 0;
update undropped_stream u set position = e.global_index
from event e where e.aggregate_id = u.stream and e.sequence_number = 0;
create index undropped_stream_order on undropped_stream (project_id, position, stream);
