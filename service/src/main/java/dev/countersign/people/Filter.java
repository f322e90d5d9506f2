package dev.countersign.people;

import dev.countersign.user.ExternalId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import java.time.Instant;
import java.util.List;

/// What users have to be like to be found.
public sealed interface Filter {

    record CreatedAfter(Instant at) implements Filter {}

    record CreatedBefore(Instant at) implements Filter {}

    record HasStatus(UserStatus status) implements Filter {}

    record IsOneOf(List<UserId> users) implements Filter {}

    record IsCalledOneOf(List<ExternalId> ids) implements Filter {}

    record HasPhone(List<PhoneId> phones) implements Filter {}

    record HasNumber(List<PhoneNumber> numbers) implements Filter {}

    /// Has a phone of which this is so.
    record HasVerified(boolean verified) implements Filter {}

    /// Has a number that contains these digits, 3 or more.
    record NumberContains(String digits) implements Filter {

        /// True if an index of groups of three digits cannot tell for sure.
        boolean isGuess() {
            return digits.length() > 3;
        }

        boolean fits(PhoneNumber number) {
            return number.e164().contains(digits);
        }

        @Override
        public String toString() {
            return "NumberContains[******]";
        }
    }

    /// Each of these words begins a word of the name.
    record NameBegins(String words) implements Filter {

        @Override
        public String toString() {
            return "NameBegins[******]";
        }
    }

    record Nobody() implements Filter {}
}
