package dev.countersign.audit;

import dev.countersign.privacy.IpAddress;
import dev.countersign.trail.AddressHash;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.AuditOutcome;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Which entries are wanted: those that everything that is there applies to.
///
/// @param from recorded then or later
/// @param before recorded before
record Wanted(
        Optional<Instant> from,
        Optional<Instant> before,
        Optional<String> type,
        Optional<AuditOutcome> outcome,
        Optional<String> reason,
        Optional<String> user,
        Optional<PhoneNumber> number,
        Optional<String> challenge,
        Optional<String> session,
        Optional<IpAddress> address,
        Optional<String> country,
        Optional<String> provider,
        Optional<String> request) {

    /// Whether nothing is asked for that entries are not counted by.
    boolean isCounted() {
        return user.isEmpty()
                && number.isEmpty()
                && challenge.isEmpty()
                && session.isEmpty()
                && address.isEmpty()
                && request.isEmpty();
    }

    /// Whether an entry is one of them.
    ///
    /// @param hashing makes of an address what stands in its place where it is not kept
    boolean matches(Told told, Function<IpAddress, AddressHash> hashing) {
        var event = told.event();
        var at = Instant.ofEpochSecond(
                event.getRecordedAt().getSeconds(), event.getRecordedAt().getNanos());
        return from.stream().noneMatch(at::isBefore)
                && before.stream().allMatch(at::isBefore)
                && is(type, event.getType())
                && is(outcome, event.getOutcome())
                && is(reason, event.getReason())
                && is(user, event.getUserId())
                && number.stream().allMatch(told.number().stream().toList()::contains)
                && is(challenge, event.getChallengeId())
                && is(session, event.getSessionId())
                && address.stream().allMatch(wanted -> isFrom(wanted, told, hashing))
                && is(country, event.getCountry())
                && is(provider, event.getProvider())
                && is(request, event.getRequestId());
    }

    /// A hash is what the search compares, too, where there is one.
    private static boolean isFrom(IpAddress wanted, Told told, Function<IpAddress, AddressHash> hashing) {
        return told.addressHash()
                .map(hash -> hash.equals(hashing.apply(wanted)))
                .orElseGet(() -> told.address().filter(wanted::equals).isPresent());
    }

    private static <T> boolean is(Optional<T> wanted, T told) {
        return wanted.isEmpty() || wanted.get().equals(told);
    }
}
