package dev.countersign.people;

import dev.countersign.keys.Stamps;
import dev.countersign.login.KnownUser;
import dev.countersign.login.PersonalData;
import dev.countersign.people.Filter.NumberContains;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds users, a page at a time.
///
/// Guarantees: who pages through finds everybody once who was there all the time. It takes five seconds at most, and
/// a query that is under way then one more; once nobody waits for the answer, nothing more is read or opened.
public final class UserSearch {

    /// Up to here the total is counted.
    static final int MOST_COUNTED = 10_000;

    /// So many guesses are looked at one by one.
    private static final int MOST_GUESSES = 100;

    private final UserIndex index;
    private final PersonalData personal;
    private final Stamps stamps;
    private final InstantSource clock;

    public UserSearch(UserIndex index, PersonalData personal, Stamps stamps, InstantSource clock) {
        this.index = index;
        this.personal = personal;
        this.stamps = stamps;
        this.clock = clock;
    }

    /// @param total over all pages; empty: too many to count
    /// @param next the cursor of the page behind this one; empty: this is the last one
    public record Page(List<KnownUser> users, Optional<Integer> total, Optional<String> next) {}

    /// @param cursor empty: from the beginning
    /// @throws Refusal `USER_SEARCH_INVALID_CURSOR` or `SEARCH_TIMEOUT`
    public Page search(ProjectId project, List<Filter> filters, String cursor, int limit, Patience patience) {
        patience.check();
        var after = cursor.isEmpty() ? null : place(project, cursor);
        var guesses = filters.stream()
                .flatMap(filter ->
                        filter instanceof NumberContains digits && digits.isGuess() ? Stream.of(digits) : Stream.of())
                .toList();
        return guesses.isEmpty()
                ? known(project, filters, after, limit, patience)
                : lookedAt(project, filters, guesses, after, limit, patience);
    }

    /// What leads on from a user of a page, where not all of it is told.
    public String cursorBehind(ProjectId project, KnownUser user) {
        return placeOf(user).cursor(project, stamps);
    }

    private Place place(ProjectId project, String cursor) {
        try {
            return Place.after(cursor, project, stamps);
        } catch (RuntimeException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_INVALID_CURSOR);
        }
    }

    private Page known(ProjectId project, List<Filter> filters, @Nullable Place after, int limit, Patience patience) {
        var found = index.find(project, filters, after, limit + 1, MOST_COUNTED, patience);
        var places = found.places();
        var page = places.subList(0, Math.min(limit, places.size()));
        return new Page(
                index.load(project, page),
                found.total() > MOST_COUNTED ? Optional.empty() : Optional.of(found.total()),
                places.size() > limit ? Optional.of(page.getLast().cursor(project, stamps)) : Optional.empty());
    }

    private Page lookedAt(
            ProjectId project,
            List<Filter> filters,
            List<NumberContains> guesses,
            @Nullable Place after,
            int limit,
            Patience patience) {
        var all = index.find(project, filters, null, MOST_GUESSES + 1, MOST_GUESSES, patience)
                .places();
        if (all.size() <= MOST_GUESSES) {
            var right = right(project, all, guesses, patience);
            var rest = right.stream()
                    .filter(user -> after == null || isBehind(placeOf(user), after))
                    .toList();
            return page(project, rest, Optional.of(right.size()), limit);
        }
        var most = Math.max(MOST_GUESSES, limit) + 1;
        var some = after == null && most == all.size()
                ? all
                : index.find(project, filters, after, most, MOST_GUESSES, patience)
                        .places();
        return lookedAt(project, some, some.size() < most, guesses, limit, patience);
    }

    /// Those among some, which need not fill the page: who looked at more would make the caller wait.
    private Page lookedAt(
            ProjectId project,
            List<Place> some,
            boolean isRest,
            List<NumberContains> guesses,
            int limit,
            Patience patience) {
        var right = new ArrayList<KnownUser>();
        var seen = 0;
        while (seen < some.size() && right.size() <= limit) {
            var batch = some.subList(seen, Math.min(seen + limit + 1, some.size()));
            right.addAll(right(project, batch, guesses, patience));
            seen += batch.size();
        }
        if (right.size() > limit || isRest) {
            return page(project, right, Optional.empty(), limit);
        }
        return new Page(right, Optional.empty(), Optional.of(some.getLast().cursor(project, stamps)));
    }

    private Page page(ProjectId project, List<KnownUser> users, Optional<Integer> total, int limit) {
        var page = List.copyOf(users.subList(0, Math.min(limit, users.size())));
        var next = users.size() > limit
                ? Optional.of(placeOf(page.getLast()).cursor(project, stamps))
                : Optional.<String>empty();
        return new Page(page, total, next);
    }

    private List<KnownUser> right(
            ProjectId project, List<Place> places, List<NumberContains> guesses, Patience patience) {
        patience.check();
        var now = clock.instant();
        var right = new ArrayList<KnownUser>();
        for (var user : index.load(project, places)) {
            patience.check();
            if (guesses.stream().allMatch(guess -> isRight(user.at(now), guess))) {
                right.add(user);
            }
        }
        return right;
    }

    private boolean isRight(KnownUser user, NumberContains guess) {
        var key = personal.keyOf(user.owner());
        return user.phones().stream()
                .anyMatch(phone -> guess.fits(personal.open(phone.number(), key, phone.phoneId())));
    }

    private static Place placeOf(KnownUser user) {
        return new Place(user.owner().createdAt(), user.owner().userId());
    }

    private static boolean isBehind(Place place, Place other) {
        var order = place.createdAt().compareTo(other.createdAt());
        return order > 0
                || order == 0 && place.user().value().compareTo(other.user().value()) > 0;
    }
}
