package dev.countersign.trail;

import dev.countersign.project.ProjectId;
import dev.countersign.store.StoredName;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/// What was noted for the audit trail. Each stands alone in a stream of its own. Which call it came from, and
/// with which secret, stands in its origin.
public sealed interface TrailEvent {
    NoteId noteId();

    Instant at();

    /// Calls were refused.
    ///
    /// @param projectId whose credentials were shown, right or wrong ones; null: of no project that exists
    /// @param rpc the method; null if these are several calls
    /// @param count how many calls these are. More than one: what came on top of those that are told one by one
    /// @param addressHash of the peer that called the service; null if these are several calls, or of no project
    /// @param at when the (last) call was refused
    @StoredName("audit.CallRefused")
    @Revision("1")
    record CallRefused(
            NoteId noteId,
            @Nullable ProjectId projectId,
            String reason,
            @Nullable String rpc,
            int count,
            @Nullable AddressHash addressHash,
            Instant at)
            implements TrailEvent {}

    /// Somebody read the audit trail.
    ///
    /// @param rpc the method
    /// @param filter what was looked for, such as `type=passcode.CodeSent`, without personal data: `phone_number=?`
    /// @param revealed whether personal data was asked for in clear
    /// @param calls how many calls these are
    /// @param entries how many entries were told, or are about to be
    /// @param at when the (last) call was made
    @StoredName("audit.TrailRead")
    @Revision("1")
    record TrailRead(
            NoteId noteId,
            ProjectId projectId,
            String rpc,
            List<String> filter,
            boolean revealed,
            int calls,
            long entries,
            Instant at)
            implements TrailEvent {}

    /// Retention dropped the events of entries, in the transaction that records this. Kept for good.
    ///
    /// @param entries how many
    /// @param note which, as text that is signed with the key of the ledger
    @StoredName("project.EventsDropped")
    @Revision("1")
    record EventsDropped(NoteId noteId, ProjectId projectId, long entries, String note, Instant at)
            implements TrailEvent {}
}
