package dev.countersign.sms;

import dev.countersign.user.PhoneNumber;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// The phone of everybody, for trying Countersign without a carrier. Keeps messages in memory: the newest 50 of a
/// number, and 10,000 numbers.
public final class Handset implements SmsSender {

    private static final int MESSAGES_PER_NUMBER = 50;
    private static final int NUMBERS = 10_000;

    private final InstantSource clock;
    private final SequencedMap<PhoneNumber, List<Received>> inbox = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> seen = new HashSet<>();
    private final Deque<Received> newest = new ArrayDeque<>();

    /// A message that arrived.
    public record Received(SmsMessage message, Instant at) {}

    public Handset(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "handset";
    }

    @Override
    public synchronized Delivery send(SmsMessage message) {
        receive(message, clock.instant());
        return new Delivery.Taken();
    }

    /// A message that arrives a second time is not shown twice.
    synchronized void receive(SmsMessage message, Instant at) {
        if (!seen.add(message.id().value())) {
            return;
        }
        var messages = inbox.computeIfAbsent(message.to(), number -> new ArrayList<>());
        var received = new Received(message, at);
        messages.addFirst(received);
        newest.addFirst(received);
        if (newest.size() > MESSAGES_PER_NUMBER) {
            newest.removeLast();
        }
        if (messages.size() > MESSAGES_PER_NUMBER) {
            forget(messages.removeLast());
        }
        if (inbox.size() > NUMBERS) {
            inbox.pollFirstEntry().getValue().forEach(this::forget);
        }
    }

    private void forget(Received received) {
        seen.remove(received.message().id().value());
    }

    /// To whomever, newest first: the last 50.
    public synchronized List<Received> messages() {
        return List.copyOf(newest);
    }

    /// Newest first.
    public synchronized List<Received> messagesTo(PhoneNumber number) {
        return List.copyOf(inbox.getOrDefault(number, List.of()));
    }
}
