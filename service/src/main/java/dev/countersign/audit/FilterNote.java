package dev.countersign.audit;

import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What was looked for, in a form that holds no personal data: ids and names as they are, numbers and addresses as the
/// keyed hashes that they are found by. What does not have the form of an id or a name is not told: it may be anything.
final class FilterNote {
    /// Of ids, a UUID is the end; names are words without digits.
    private static final Pattern SAFE = Pattern.compile(
            "([a-zA-Z-]{1,60}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z]{2,40}([._-][A-Za-z]{1,40}){0,6}");

    private final List<String> told = new ArrayList<>();

    private FilterNote() {}

    static List<String> of(Wanted wanted, ProjectId project, PersonalData personal) {
        var note = new FilterNote();
        note.time("recorded_from", wanted.from());
        note.time("recorded_before", wanted.before());
        note.name("type", wanted.type());
        note.name("outcome", wanted.outcome().map(Enum::name));
        note.name("reason", wanted.reason());
        note.name("user_id", wanted.user());
        note.hash(
                "phone_number",
                wanted.number().map(number -> personal.hash(project, number).value()));
        note.name("challenge_id", wanted.challenge());
        note.name("session_id", wanted.session());
        note.hash("ip_address", wanted.address().map(address -> personal.hash(project, address)));
        note.name("country", wanted.country());
        note.name("provider", wanted.provider());
        note.name("request_id", wanted.request());
        return List.copyOf(note.told);
    }

    static List<String> ofChallenge(String challenge) {
        var note = new FilterNote();
        note.name("challenge_id", Optional.of(challenge));
        return List.copyOf(note.told);
    }

    private void time(String field, Optional<Instant> value) {
        value.ifPresent(at -> told.add(field + "=" + at));
    }

    private void name(String field, Optional<String> value) {
        value.ifPresent(text -> told.add(field + "=" + (SAFE.matcher(text).matches() ? text : "?")));
    }

    private void hash(String field, Optional<byte[]> value) {
        value.ifPresent(hash -> told.add(field + "=hmac:" + Base64.getEncoder().encodeToString(hash)));
    }
}
