package dev.countersign.audit;

/// The tables of an audit trail: one is searched, and another one may be put in its place.
///
/// @param counts of the entries, by time
/// @param changes of the counts, that are not gathered yet
record AuditTables(String entries, String counts, String changes) {
    static final AuditTables SEARCHED = new AuditTables("audit_entry", "audit_count", "audit_count_change");

    /// As long as the names that they will have, so that what is named after them is named as before.
    static final AuditTables FRESH = new AuditTables("audit_fresh", "fresh_count", "fresh_count_change");
}
