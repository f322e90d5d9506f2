package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.countersign.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnforeseenFailureTest {
    private static final String SECRET = "+12025550162 has the code 123456";

    @AutoClose
    private final Rig rig = new Rig();

    @AutoClose
    private final Logged logged = new Logged();

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, 503, server_unavailable",
        "DEADLINE_EXCEEDED, 504, request_timeout",
        "UNIMPLEMENTED, 404, route_not_found",
        "INTERNAL, 500, internal_server_error",
        "UNKNOWN, 500, internal_server_error",
        "CANCELLED, 500, internal_server_error",
        "ABORTED, 500, internal_server_error",
        "DATA_LOSS, 500, internal_server_error",
        "INVALID_ARGUMENT, 500, internal_server_error",
        "UNAUTHENTICATED, 500, internal_server_error",
        "RESOURCE_EXHAUSTED, 500, internal_server_error"
    })
    void aStatusWithoutReasonIsToldByItsCodeAndLogged(Status.Code code, int status, String type) throws Exception {
        rig.service().fails(code.toStatus().withDescription(SECRET).asRuntimeException());

        var response = rig.post(Rig.LOGIN, "{}");

        var id = StytchError.check(response, status, type).get("request_id").getAsString();
        assertThat(response.body()).doesNotContain("123456");
        assertThat(logged.lines())
                .noneMatch(line -> line.contains("123456"))
                .filteredOn(line -> line.contains(id))
                .singleElement()
                .asString()
                .contains(code.name());
    }

    @Test
    void aReasonOfAnotherDomainDoesNotCount() throws Exception {
        var info = ErrorInfo.newBuilder().setDomain("example.com").setReason("OTP_CODE_NOT_FOUND");
        fails(Any.pack(info.build()));

        StytchError.check(rig.post(Rig.LOGIN, "{}"), 500, "internal_server_error");
    }

    @Test
    void aReasonThatNobodyKnowsDoesNotCount() throws Exception {
        var info = ErrorInfo.newBuilder().setDomain("countersign.dev").setReason("FROM_THE_FUTURE");
        fails(Any.pack(info.build()));

        StytchError.check(rig.post(Rig.LOGIN, "{}"), 500, "internal_server_error");
    }

    @Test
    void aReasonThatCannotBeReadDoesNotCount() throws Exception {
        fails(Any.newBuilder()
                .setTypeUrl("type.googleapis.com/google.rpc.ErrorInfo")
                .setValue(ByteString.copyFromUtf8("\0\0\0"))
                .build());

        StytchError.check(rig.post(Rig.LOGIN, "{}"), 500, "internal_server_error");
    }

    @Test
    void aRefusalIsNotLogged() throws Exception {
        rig.service()
                .fails(Refusals.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER, Map.of("field", "phone_number")));

        var error = StytchError.check(rig.post(Rig.LOGIN, "{}"), 400, "invalid_phone_number");

        var id = error.get("request_id").getAsString();
        assertThat(logged.lines()).noneMatch(line -> line.contains(id));
    }

    private void fails(Any detail) {
        rig.service()
                .fails(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                        .setCode(Status.Code.NOT_FOUND.value())
                        .setMessage(SECRET)
                        .addDetails(detail)
                        .build()));
    }
}
