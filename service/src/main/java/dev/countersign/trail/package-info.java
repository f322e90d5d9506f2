/// What the audit trail remembers of calls that changed nothing: those that were refused, and those that read the
/// trail; and what retention dropped, which it notes by itself.
///
///     Door ── refused ──▶ RefusalNotes ──┐
///                                        ├── once a second, and when the process stops ──▶ TrailNote (a stream each)
///     AuditService ── masked ──▶ Readings┘
///          └───────── in clear ──▶ Readings, before anything is shown ──▶ TrailNote
///
/// Nobody waits for it but who wants to see personal data. However many calls are refused, the memory that it takes and
/// the events that it writes stay few.
@NullMarked
package dev.countersign.trail;

import org.jspecify.annotations.NullMarked;
