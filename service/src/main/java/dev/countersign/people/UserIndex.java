package dev.countersign.people;

import dev.countersign.login.KnownUser;
import dev.countersign.project.ProjectId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds users by what they are like, in the order of their places.
///
/// Everything that was committed before is found, nobody who was erased, and nobody by a phone whose attachment
/// is over. Whom [Filter.NumberContains] finds may have the digits in another order, if it [is a
/// guess][Filter.NumberContains#isGuess].
public interface UserIndex {

    /// Those who match all filters.
    ///
    /// @param after null: from the beginning
    /// @param most how many to tell
    /// @param mostCounted how many to count
    /// @param patience how long it may take
    /// @throws dev.countersign.rpc.Refusal `SEARCH_TIMEOUT`
    Found find(
            ProjectId project,
            List<Filter> filters,
            @Nullable Place after,
            int most,
            int mostCounted,
            Patience patience);

    /// @param places behind the one that was given, in order
    /// @param total how many match, before and behind it, or one more than were to be counted: then there are more
    record Found(List<Place> places, int total) {}

    /// Who stands there, in the same order; those who were erased meanwhile are left out.
    List<KnownUser> load(ProjectId project, Collection<Place> places);
}
