-- Since when a ledger contradicts its newest checkpoint, and is signed no more; null: it does not, as far as is known.

alter table ledger
    add column contradicted_since timestamptz;
