package dev.countersign.metrics;

import dev.countersign.sms.SmsMessage;
import dev.countersign.sms.SmsSender;
import java.time.Duration;

/// A carrier whose work is measured.
public record MeteredSender(SmsSender carrier, Meters meters) implements SmsSender {

    @Override
    public String name() {
        return carrier.name();
    }

    @Override
    public Delivery send(SmsMessage message) {
        var begin = System.nanoTime();
        var delivery = carrier.send(message);
        meters.sent(name(), outcome(delivery), Duration.ofNanos(System.nanoTime() - begin));
        return delivery;
    }

    private static String outcome(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Taken _ -> "taken";
            case Delivery.Failed _ -> "failed";
            case Delivery.Unsettled _ -> "unsettled";
        };
    }
}
