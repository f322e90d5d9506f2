-- Revocations in the order in which they became visible, without all the other events between them.
create index event_revocation on event (global_index) where payload_type = 'session.SessionRevoked';
