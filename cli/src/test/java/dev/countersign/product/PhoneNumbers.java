package dev.countersign.product;

import java.util.concurrent.atomic.AtomicInteger;

/// Numbers that nobody has used before, none of them printed by the product as an example.
final class PhoneNumbers {
    private static final AtomicInteger NEXT = new AtomicInteger(2_000_000);

    private PhoneNumbers() {}

    static String fresh() {
        return "+1202" + NEXT.getAndIncrement();
    }
}
