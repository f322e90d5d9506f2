package dev.countersign.retention;

import dev.countersign.project.RetentionClass;
import dev.countersign.store.RawEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which events of a project may go: those that its rules keep no longer, unless a hold does.
///
/// @param before what was recorded before is not kept, by class; of a class that is not there everything is
record Droppable(Map<RetentionClass, Instant> before, List<Hold> holds) {

    /// Never those of users, phones and projects.
    boolean isOver(RawEvent event) {
        var entries = RetentionClass.of(event.type());
        var boundary = before.get(entries);
        return entries != RetentionClass.CHANGES
                && boundary != null
                && event.recordedAt().isBefore(boundary);
    }

    /// Whether it matters whom something is about.
    boolean holdsUsers() {
        return holds.stream().anyMatch(hold -> hold.user() != null);
    }

    /// Refused calls and readings are about nobody; of the rest whatever nobody knows whose it is, is held by any hold.
    ///
    /// @param user null: nobody that is known
    boolean isHeld(RawEvent event, @Nullable String user) {
        var isOfSomebody = RetentionClass.of(event.type()) != RetentionClass.ACCESS;
        return holds.stream()
                .anyMatch(hold -> hold.user() == null || (user == null ? isOfSomebody : user.equals(hold.user())));
    }
}
