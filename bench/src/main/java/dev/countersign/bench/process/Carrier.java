package dev.countersign.bench.process;

import dev.countersign.sms.SmsMessage;
import dev.countersign.sms.SmsSender;
import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Takes each message at once, and tells its number and code to whoever drives the load.
final class Carrier implements SmsSender {

    private final BlockingQueue<SmsMessage> taken = new LinkedBlockingQueue<>();
    private final PrintStream out;

    /// @param out flushed by us
    Carrier(PrintStream out) {
        this.out = out;
        Thread.ofPlatform().daemon().name("carrier").start(this::deliver);
    }

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public Delivery send(SmsMessage message) {
        taken.add(message);
        return new Delivery.Taken();
    }

    /// On one thread, and with one write for all messages that wait.
    private void deliver() {
        try {
            while (true) {
                print(taken.take());
                for (var more = taken.poll(); more != null; more = taken.poll()) {
                    print(more);
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(SmsMessage message) {
        out.print(ServiceLine.SMS + " " + message.to().e164() + " "
                + message.code().revealForSms() + "\n");
    }
}
