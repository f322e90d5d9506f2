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

        calls("Mobile_app-1.2");

        assertThat(inside.get()).isEqualTo("Mobile_app-1.2");
        assertThat(told(headers.get())).isEqualTo("Mobile_app-1.2");
        assertThat(trailers.get().containsKey(RequestId.HEADER)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\"b", "a/b", "{x}"})
    void aNameThatIsNotWellFormedIsReplaced(String name) {
        calls(name);

        assertThat(told(headers.get())).matches(FRESH);
    }

    @Test
    void aNameMayHave128Characters() {
        calls("x".repeat(128));
        assertThat(told(headers.get())).isEqualTo("x".repeat(128));

        calls("x".repeat(129));
        assertThat(told(headers.get())).matches(FRESH);
    }

    @Test
    void aFailedCallCarriesItsNameInTheTrailers() {
        var refused = failureOf(() -> door.anybody()
                .withInterceptors(sending("x-request-id", "call-2"))
                .loginOrCreateBySms(LOGIN));

        assertThat(told(refused.getTrailers())).isEqualTo("call-2");
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
