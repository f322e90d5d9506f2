package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.project.ProjectId;
import dev.countersign.user.UserId;
import dev.countersign.user.UserReference;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The users whom nobody has erased, with what callers have told of them.
///
/// Reads see everything that was committed before they were asked for; they do not see the unit of work they are made
/// in. Writes belong to the unit of work of the thread, which has an event of the user, and are stored with it. Of two
/// units that give the same external id of a project away, only one is stored.
public interface UserDirectory {

    Optional<KnownUser> find(ProjectId project, UserReference reference);

    /// Those of the users who are there, in the order of their ids in `users`. One read for all of them.
    List<KnownUser> findAll(ProjectId project, List<UserId> users);

    /// A user who is made with a profile.
    void add(Owner user, Findable by);

    void change(Owner user, Findable by);

    /// Destroys the data key, and all that is known of the person but for the phones.
    void erase(Owner user);

    /// By what a profile is found.
    ///
    /// @param namePrefixes see [dev.countersign.keys.SearchTokens]
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    record Findable(@Nullable ExternalIdHash externalId, long[] namePrefixes) {}
}
