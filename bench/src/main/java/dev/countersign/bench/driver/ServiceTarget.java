package dev.countersign.bench.driver;

import dev.countersign.bench.load.Operation;
import dev.countersign.bench.load.Target;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/// The service, as its clients reach it.
public final class ServiceTarget implements Target {

    private static final Duration DELIVERY = Duration.ofSeconds(60);

    /// The life of codes that are to be entered: the longest there is.
    private static final int LONG_MINUTES = 10;

    /// One in so many new codes is never entered and dies early, so that the expiry has work.
    private static final int ABANDONED = 10;
    private static final int SHORT_MINUTES = 1;

    private final String name;
    private final Logins logins;
    private final Phones phones;
    private final Tokens tokens;
    private final AtomicInteger registered = new AtomicInteger();

    /// @param phones shared by all targets on one service, like the tokens
    public ServiceTarget(String name, Logins logins, Phones phones, Tokens tokens) {
        this.name = name;
        this.logins = logins;
        this.phones = phones;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean offers(Operation operation) {
        return true;
    }

    @Override
    public int stock(Operation operation) {
        phones.dropStale();
        return switch (operation) {
            case NEW -> Integer.MAX_VALUE;
            case FIRST -> phones.unverified().size();
            case KNOWN -> phones.idle().size();
            case AUTHENTICATE, SESSION -> phones.waiting().size();
            case CHECK, CHECK_UNSIGNED -> tokens.stock();
        };
    }

    @Override
    public void settle() {
        var deadline = System.nanoTime() + DELIVERY.toNanos();
        while (phones.missing() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(phones.missing() + " messages did not come within " + DELIVERY);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while messages were on their way.", e);
        }
    }

    @Override
    public boolean once(Operation operation) throws Exception {
        return switch (operation) {
            case NEW -> register();
            case FIRST -> finish(phones.unverified());
            case KNOWN -> start(phones.idle());
            case AUTHENTICATE -> finish(phones.waiting());
            case SESSION -> finishWithSession();
            case CHECK -> check(true);
            case CHECK_UNSIGNED -> check(false);
        };
    }

    private boolean register() throws Exception {
        var abandoned = registered.getAndIncrement() % ABANDONED == 0;
        var phone = phones.create();
        phone.registered(logins.start(phone.number(), abandoned ? SHORT_MINUTES : LONG_MINUTES));
        phones.asked();
        if (!abandoned) {
            phones.unverified().add(phone);
        }
        return true;
    }

    private boolean start(Queue<Phone> from) throws Exception {
        var phone = from.poll();
        if (phone == null) {
            return false;
        }
        logins.start(phone.number(), LONG_MINUTES);
        phones.asked();
        phones.waiting().add(phone);
        return true;
    }

    private boolean finish(Queue<Phone> from) throws Exception {
        var phone = from.poll();
        if (phone == null) {
            return false;
        }
        logins.finish(phone.id(), phone.takeCode());
        phones.idle().add(phone);
        return true;
    }

    private boolean finishWithSession() throws Exception {
        var phone = phones.waiting().poll();
        if (phone == null) {
            return false;
        }
        tokens.add(logins.finishWithSession(phone.id(), phone.takeCode()));
        phones.idle().add(phone);
        return true;
    }

    private boolean check(boolean isSigned) throws Exception {
        var token = tokens.next();
        var jwt = logins.check(token, isSigned);
        if (isSigned) {
            tokens.told(token, jwt);
        }
        return true;
    }

    @Override
    public long signed() {
        return tokens.signed();
    }

    @Override
    public void close() {
        logins.close();
    }
}
