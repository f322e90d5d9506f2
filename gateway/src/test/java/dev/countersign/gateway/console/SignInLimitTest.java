package dev.countersign.gateway.console;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.Refusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitTest {
    private static final Instant START = Instant.parse("2026-11-23T09:30:00Z");

    private Instant now = START;
    private final SignInLimit limit = new SignInLimit(() -> now);

    @Test
    void afterSoManyTriesAMinuteHasToPass() {
        spend("203.0.113.7");

        assertRefused("203.0.113.7");
        now = START.plus(SignInLimit.WINDOW).minusMillis(1);
        assertRefused("203.0.113.7");
        now = START.plus(SignInLimit.WINDOW);
        assertTaken("203.0.113.7");
    }

    @Test
    void eachAddressHasItsOwn() {
        spend("203.0.113.7");

        assertTaken("203.0.113.8");
    }

    @Test
    void aNetworkOfIpv6CountsAsOne() {
        spend("2001:db8::1");

        assertRefused("2001:db8::ffff:1");
        assertTaken("2001:db8:0:1::1");
    }

    @Test
    void whatWasNotInVainDoesNotCount() {
        for (int i = 0; i < SignInLimit.TRIES * 2; i++) {
            limit.take("203.0.113.7");
            limit.giveBack("203.0.113.7");
        }

        assertTaken("203.0.113.7");
    }

    @Test
    void manyAddressesFillNoMemory() {
        spend("203.0.113.7");
        for (int i = 0; i < 10_000; i++) {
            limit.take("10.1.%d.%d".formatted(i / 250, i % 250));
        }

        assertTaken("203.0.113.7");
    }

    private void spend(String address) {
        for (int i = 0; i < SignInLimit.TRIES; i++) {
            limit.take(address);
        }
    }

    private void assertTaken(String address) {
        assertThatCode(() -> limit.take(address)).doesNotThrowAnyException();
    }

    private void assertRefused(String address) {
        assertThatThrownBy(() -> limit.take(address)).isInstanceOf(Refusal.class);
    }
}
