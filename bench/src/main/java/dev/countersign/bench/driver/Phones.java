package dev.countersign.bench.driver;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// All phones, by what can be done with them next.
///
///     (none) ── NEW ──▶ unverified ── FIRST ──▶ idle ◀── AUTHENTICATE ── waiting
///                                                └────── KNOWN ────────────▲
public final class Phones {

    private final Numbers numbers = new Numbers();
    private final Map<String, Phone> byNumber = new ConcurrentHashMap<>();
    private final Queue<Phone> unverified = new ConcurrentLinkedQueue<>();
    private final Queue<Phone> idle = new ConcurrentLinkedQueue<>();
    private final Queue<Phone> waiting = new ConcurrentLinkedQueue<>();
    private final LongAdder asked = new LongAdder();
    private final LongAdder received = new LongAdder();

    Phone create() {
        var phone = new Phone(numbers.next());
        byNumber.put(phone.number(), phone);
        return phone;
    }

    Queue<Phone> unverified() {
        return unverified;
    }

    Queue<Phone> idle() {
        return idle;
    }

    Queue<Phone> waiting() {
        return waiting;
    }

    /// Gives up on phones whose code came too long ago.
    void dropStale() {
        unverified.removeIf(Phone::isStale);
        waiting.removeIf(Phone::isStale);
    }

    /// A code was asked for, with success.
    void asked() {
        asked.increment();
    }

    /// A message came.
    public void receive(String number, String code) {
        var phone = byNumber.get(number);
        if (phone == null) {
            throw new IllegalStateException("A message came for a number that never asked.");
        }
        phone.receive(code);
        received.increment();
    }

    /// How many messages are on their way.
    public long missing() {
        return asked.sum() - received.sum();
    }
}
