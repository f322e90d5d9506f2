package dev.countersign.audit;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.project.IdForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What was looked for, in a form that holds no personal data, since the note stays when a person is erased: ids that
/// have our form and values that we know as they are. Of anything else, and of numbers and addresses, is told that it
/// was looked for, and not even a hash.
final class FilterNote {
    private static final IdForm USER = new IdForm("user");
    private static final IdForm SESSION = new IdForm("session");

    /// Of those that callers give themselves, nothing is told: they may be anything.
    private static final Pattern REQUEST = Pattern.compile(
            "request-id-((test|live)-)?[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private final List<String> told = new ArrayList<>();

    private FilterNote() {}

    static List<String> of(Wanted wanted) {
        return noted(wanted).told();
    }

    /// @param from empty: nothing that was recorded already
    static List<String> ofWatch(Wanted wanted, OptionalLong from) {
        var note = noted(wanted);
        from.ifPresent(entry -> note.told.add("from_entry=" + entry));
        return note.told();
    }

    static List<String> ofEntry(long entry) {
        return List.of("entry=" + entry);
    }

    static List<String> ofChallenge(String challenge) {
        var note = new FilterNote();
        note.name("challenge_id", Optional.of(challenge), FilterNote::isChallenge);
        return note.told();
    }

    static List<String> ofUser(String user) {
        var note = new FilterNote();
        note.name("user_id", Optional.of(user), FilterNote::isUser);
        return note.told();
    }

    private static FilterNote noted(Wanted wanted) {
        var note = new FilterNote();
        note.time("recorded_from", wanted.from());
        note.time("recorded_before", wanted.before());
        note.name("type", wanted.type(), KnownValues::isType);
        note.name("outcome", wanted.outcome().map(Enum::name), any -> true);
        note.name("reason", wanted.reason(), KnownValues::isReason);
        note.name("user_id", wanted.user(), FilterNote::isUser);
        note.name("phone_number", wanted.number().map(number -> ""), any -> false);
        note.name("challenge_id", wanted.challenge(), FilterNote::isChallenge);
        note.name(
                "session_id", wanted.session(), id -> SESSION.environmentIn(id).isPresent());
        note.name("ip_address", wanted.address().map(address -> ""), any -> false);
        note.name("country", wanted.country(), KnownValues::isCountry);
        note.name("provider", wanted.provider(), KnownValues::isProvider);
        note.name("request_id", wanted.request(), id -> REQUEST.matcher(id).matches());
        return note;
    }

    private List<String> told() {
        return List.copyOf(told);
    }

    private void time(String field, Optional<Instant> value) {
        value.ifPresent(at -> told.add(field + "=" + at));
    }

    private void name(String field, Optional<String> value, Predicate<String> isHarmless) {
        value.ifPresent(text -> told.add(field + "=" + (isHarmless.test(text) ? text : "?")));
    }

    private static boolean isUser(String id) {
        return USER.environmentIn(id).isPresent();
    }

    private static boolean isChallenge(String id) {
        try {
            return new ChallengeId(id).value().equals(id);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
