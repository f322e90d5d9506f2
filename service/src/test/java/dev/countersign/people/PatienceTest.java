package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.keys.KeyRing;
import dev.countersign.login.KnownPhone;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.login.KnownUser;
import dev.countersign.login.PersonalData;
import dev.countersign.people.Filter.NumberContains;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.ErrorReason;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A search that nobody waits for any more, or that takes too long, opens nobody's number.
class PatienceTest {

    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long FIVE_SECONDS = Duration.ofSeconds(5).toNanos();

    private final KeyRing keys = KeyRing.generate();
    private final PersonalData personal = new PersonalData(keys);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);

    /// All have the digits that are looked for.
    private final List<KnownUser> people = IntStream.range(0, 1_100)
            .mapToObj(number -> person("+1202" + (5_550_000 + number)))
            .toList();

    @Test
    void patientSearchFillsItsPage() {
        var page = search(new Index(people, () -> {}), new Patience(Context.ROOT, nanos::get), 1_000);

        assertThat(page.users()).hasSize(1_000);
        assertThat(page.next()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void searchThatIsGivenUpEndsAtOnce(int limit) {
        try (var call = Context.current().withCancellation()) {
            var index = new Index(spoiled(), () -> call.cancel(null));

            assertTimeout(() -> search(index, new Patience(call, nanos::get), limit));
            assertThat(index.loads).isEqualTo(1);
        }
    }

    @Test
    void searchThatIsGivenUpBeforeItBeginsLooksForNobody() {
        try (var call = Context.current().withCancellation()) {
            call.cancel(null);
            var index = new Index(people, () -> {});

            assertTimeout(() -> search(index, new Patience(call, nanos::get), 10));
            assertThat(index.loads).isZero();
        }
    }

    @Test
    void searchEndsWithTheDeadlineOfItsCall() {
        try (var timer = Executors.newSingleThreadScheduledExecutor();
                var call = Context.current().withDeadline(Deadline.after(-1, TimeUnit.SECONDS), timer)) {
            assertTimeout(() -> search(new Index(spoiled(), () -> {}), new Patience(call, nanos::get), 10));
        }
    }

    @Test
    void searchEndsAfterFiveSecondsExactly() {
        var patience = new Patience(Context.ROOT, nanos::get);

        nanos.addAndGet(FIVE_SECONDS - 1);
        assertThat(search(new Index(people, () -> {}), patience, 1).users()).hasSize(1);
        assertThat(patience.secondsLeft()).isEqualTo(1);

        assertTimeout(() -> search(new Index(spoiled(), () -> nanos.addAndGet(1)), patience, 1));
        assertTimeout(patience::secondsLeft);
    }

    @Test
    void queriesGetWhatIsLeft() {
        var patience = new Patience(Context.ROOT, nanos::get);

        assertThat(patience.secondsLeft()).isEqualTo(5);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(patience.secondsLeft()).isEqualTo(3);
        nanos.addAndGet(1);
        assertThat(patience.secondsLeft()).isEqualTo(3);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(patience.secondsLeft()).isEqualTo(2);
    }

    private UserSearch.Page search(UserIndex index, Patience patience, int limit) {
        return new UserSearch(index, personal, keys.stamps(), () -> START)
                .search(PROJECT, List.of(new NumberContains("2025")), "", limit, patience);
    }

    private static void assertTimeout(Runnable search) {
        assertThatThrownBy(search::run)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_SEARCH_TIMEOUT));
    }

    private KnownUser person(String number) {
        var key = personal.newKey();
        var id = UserId.random(Environment.TEST);
        var phone = PhoneId.random(Environment.TEST);
        var owner = new Owner(id, PROJECT, UserStatus.ACTIVE, START, personal.wrap(key, id));
        var sealed = personal.seal(PhoneNumber.ofStored(number), key, phone);
        return known(owner, phone, sealed);
    }

    private static KnownUser known(Owner owner, PhoneId phone, Sealed number) {
        return new KnownUser(owner, List.of(new KnownPhone(phone, owner, number, PhoneState.fresh(), null, null)));
    }

    /// Whoever opens a number of theirs fails.
    private List<KnownUser> spoiled() {
        return people.stream()
                .map(user -> known(user.owner(), user.phones().getFirst().phoneId(), new Sealed(new byte[] {1, 2, 3})))
                .toList();
    }

    /// Finds everybody.
    private static final class Index implements UserIndex {
        private final List<KnownUser> people;
        private final Runnable whenLoading;
        private int loads;

        Index(List<KnownUser> people, Runnable whenLoading) {
            this.people = people;
            this.whenLoading = whenLoading;
        }

        @Override
        public Found find(
                ProjectId project,
                List<Filter> filters,
                @Nullable Place after,
                int most,
                int mostCounted,
                Patience patience) {
            var places = people.stream()
                    .limit(most)
                    .map(user -> new Place(START, user.owner().userId()))
                    .toList();
            return new Found(places, mostCounted + 1);
        }

        @Override
        public List<KnownUser> load(ProjectId project, Collection<Place> places) {
            loads++;
            whenLoading.run();
            return new ArrayList<>(people.subList(0, places.size()));
        }
    }
}
