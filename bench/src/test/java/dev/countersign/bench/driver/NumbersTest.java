package dev.countersign.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.user.PhoneNumber;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class NumbersTest {

    /// Goes through all areas and exchanges several times.
    private static final int MANY = 10_000;

    @Test
    void theServiceAcceptsEachOfThemAndNoneComesTwice() {
        var numbers = new Numbers();
        var seen = new HashSet<String>();
        for (var i = 0; i < MANY; i++) {
            var number = numbers.next();
            assertThat(PhoneNumber.parse(number)).as(number).isPresent();
            assertThat(seen.add(number)).as(number).isTrue();
        }
    }
}
