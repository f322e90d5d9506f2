package dev.countersign.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out what events are about. The first event of a stream says it, and never changes; that of a challenge names
/// the phone alone, whose stream says the rest.
public final class Subjects {
    private static final int REMEMBERED = 100_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Cache<String, Subject> byStream = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /// The subjects of some events by their streams.
    public Map<String, Subject> of(List<RawEvent> events, RawEvents store) throws SQLException {
        var found = new HashMap<String, Subject>();
        var firsts = events.stream().filter(event -> event.sequence() == 0).toList();
        var rest = events.stream().map(RawEvent::stream).distinct().toList();
        learn(firsts, found, store);
        learn(store.firsts(unknown(rest.stream(), found)), found, store);
        rest.forEach(stream -> found.putIfAbsent(stream, Subject.UNKNOWN));
        return found;
    }

    /// The streams that nothing is known of yet; the others are put among those that are found.
    private List<String> unknown(Stream<String> streams, Map<String, Subject> found) {
        return streams.filter(stream -> !found.containsKey(stream))
                .filter(stream -> {
                    var known = byStream.getIfPresent(stream);
                    if (known != null) {
                        found.put(stream, known);
                    }
                    return known == null;
                })
                .distinct()
                .toList();
    }

    private void learn(List<RawEvent> firsts, Map<String, Subject> found, RawEvents store) throws SQLException {
        var contents = firsts.stream().collect(Collectors.toMap(first -> first, Subjects::content, (a, b) -> a));
        var direct = contents.entrySet().stream()
                .filter(first -> !isOfPhone(first.getValue()))
                .toList();
        direct.forEach(first ->
                remember(first.getKey().stream(), subject(first.getKey(), first.getValue(), Subject.UNKNOWN), found));
        var ofPhones = contents.entrySet().stream()
                .filter(first -> isOfPhone(first.getValue()))
                .toList();
        if (ofPhones.isEmpty()) {
            return;
        }
        var phones = unknown(ofPhones.stream().map(first -> phone(first.getValue())), found);
        for (var phone : phones.isEmpty() ? List.<RawEvent>of() : store.firsts(phones)) {
            remember(phone.stream(), subject(phone, content(phone), Subject.UNKNOWN), found);
        }
        ofPhones.forEach(first -> remember(
                first.getKey().stream(),
                subject(first.getKey(), first.getValue(), found.getOrDefault(phone(first.getValue()), Subject.UNKNOWN)),
                found));
    }

    private void remember(String stream, Subject subject, Map<String, Subject> found) {
        byStream.put(stream, subject);
        found.put(stream, subject);
    }

    /// True if the rest is known of the phone.
    private static boolean isOfPhone(JsonNode content) {
        return !content.hasNonNull("projectId") && content.hasNonNull("phoneId");
    }

    private static String phone(JsonNode content) {
        return content.path("phoneId").asText();
    }

    private static Subject subject(RawEvent event, JsonNode content, Subject phone) {
        return new Subject(
                or(content, "projectId", phone.project()),
                or(content, "userId", phone.user()),
                or(content, "phoneId", null),
                or(content, "challengeId", null),
                or(content, "sessionId", null));
    }

    private static @Nullable String or(JsonNode content, String name, @Nullable String other) {
        return content.hasNonNull(name) ? content.path(name).asText() : other;
    }

    private static JsonNode content(RawEvent event) {
        try {
            return JSON.readTree(event.payload());
        } catch (IOException _) {
            return JSON.nullNode();
        }
    }
}
