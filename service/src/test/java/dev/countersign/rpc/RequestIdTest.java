package dev.countersign.rpc;

import static dev.countersign.rpc.Answers.failureOf;
import static dev.countersign.rpc.DoorSteps.LOGIN;
import static dev.countersign.rpc.DoorSteps.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class RequestIdTest {
    private static final String FRESH = "request-id-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private static final String OWN = "mobile-app-0198c0de-7f3a-7c1b-9d52-3f6a8b1c2d4e";

    private final DoorSteps door = new DoorSteps();
    private final AtomicReference<Metadata> headers = new AtomicReference<>();
    private final AtomicReference<Metadata> trailers = new AtomicReference<>();

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void aCallerNamesTheCall() {
        var inside = new AtomicReference<String>();
        door.passcodes.says(() -> inside.set(RequestId.current()));

        calls(OWN);

        assertThat(inside.get()).isEqualTo(OWN);
        assertThat(told(headers.get())).isEqualTo(OWN);
        assertThat(trailers.get().containsKey(RequestId.HEADER)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0198c0de-7f3a-7c1b-9d52-3f6a8b1c2d4e",
                "request-id-test-0198c0de-7f3a-4c1b-9d52-3f6a8b1c2d4e",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "01JD9Q5W7ZP2X8K4T6V0B3N1M9"
            })
    void namesThatMachinesDrawAreKept(String name) {
        calls(name);

        assertThat(told(headers.get())).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "two words", "a\"b", "{x}", "call-2", "12025550162", "+12025550162", "jane.doe@example.com"})
    void aNameThatIsNotWellFormedIsReplaced(String name) {
        calls(name);

        assertThat(told(headers.get())).matches(FRESH);
    }

    @Test
    void aPrefixMayHave40Characters() {
        var id = "01JD9Q5W7ZP2X8K4T6V0B3N1M9";
        calls("x".repeat(39) + "-" + id);
        assertThat(told(headers.get())).isEqualTo("x".repeat(39) + "-" + id);

        calls("x".repeat(40) + "-" + id);
        assertThat(told(headers.get())).matches(FRESH);
    }

    @Test
    void aFailedCallCarriesItsNameInTheTrailers() {
        var refused = failureOf(() ->
                door.anybody().withInterceptors(sending("x-request-id", OWN)).loginOrCreateBySms(LOGIN));

        assertThat(told(refused.getTrailers())).isEqualTo(OWN);
    }

    @Test
    void thereIsNoNameOutsideACall() {
        assertThatThrownBy(RequestId::current).isInstanceOf(IllegalStateException.class);
    }

    private void calls(String name) {
        door.caller()
                .withInterceptors(
                        sending("x-request-id", name), MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                .loginOrCreateBySms(LOGIN);
    }

    private static String told(@Nullable Metadata metadata) {
        return Objects.requireNonNull(Objects.requireNonNull(metadata).get(RequestId.HEADER));
    }
}
