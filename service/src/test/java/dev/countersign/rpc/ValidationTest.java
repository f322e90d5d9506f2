package dev.countersign.rpc;

import static dev.countersign.rpc.Answers.failureOf;
import static dev.countersign.rpc.Answers.reasonOf;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.buf.validate.FieldRules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.GetJwksRequest;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.ListSessionsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.MatchOptions;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendByWhatsappRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class ValidationTest {
    private static final String METHOD_ID = "phone-number-test-11111111-1111-4111-8111-111111111111";
    private static final LoginOrCreateBySmsRequest LOGIN = DoorSteps.LOGIN;
    private static final SendBySmsRequest SEND =
            SendBySmsRequest.newBuilder().setPhoneNumber("+12025550162").build();
    private static final LoginOrCreateByWhatsappRequest LOGIN_BY_WHATSAPP = LoginOrCreateByWhatsappRequest.newBuilder()
            .setPhoneNumber("+12025550162")
            .build();
    private static final SendByWhatsappRequest SEND_BY_WHATSAPP =
            SendByWhatsappRequest.newBuilder().setPhoneNumber("+12025550162").build();
    private static final AuthenticateRequest AUTHENTICATE = AuthenticateRequest.newBuilder()
            .setMethodId(METHOD_ID)
            .setCode("123456")
            .build();
    private static final Attributes NO_ADDRESS =
            Attributes.newBuilder().setIpAddress("300.1.1.1").build();
    private static final Attributes LONG_AGENT =
            Attributes.newBuilder().setUserAgent("x".repeat(1025)).build();

    private static final String LONG_KEY = "k".repeat(256);
    private static final String LONG_JWT = "x".repeat(32_769);

    private final DoorSteps door = new DoorSteps();

    @AfterAll
    void close() {
        door.close();
    }

    static List<Wrong> wrongRequests() {
        return List.of(
                wrong("phone_number", "INVALID_PHONE_NUMBER", LOGIN.toBuilder().clearPhoneNumber()),
                wrong("phone_number", "INVALID_PHONE_NUMBER", LOGIN.toBuilder().setPhoneNumber("1".repeat(33))),
                wrong(
                        "expiration_minutes",
                        "INVALID_EXPIRATION_OTP",
                        LOGIN.toBuilder().setExpirationMinutes(0)),
                wrong(
                        "expiration_minutes",
                        "INVALID_EXPIRATION_OTP",
                        LOGIN.toBuilder().setExpirationMinutes(11)),
                wrong(
                        "attributes.ip_address",
                        "INVALID_IP_ADDRESS",
                        LOGIN.toBuilder().setAttributes(NO_ADDRESS)),
                wrong(
                        "attributes.user_agent",
                        "INVALID_USER_AGENT",
                        LOGIN.toBuilder().setAttributes(LONG_AGENT)),
                wrong("phone_number", "INVALID_PHONE_NUMBER", SEND.toBuilder().clearPhoneNumber()),
                wrong(
                        "expiration_minutes",
                        "INVALID_EXPIRATION_OTP",
                        SEND.toBuilder().setExpirationMinutes(-1)),
                wrong(
                        "attributes.ip_address",
                        "INVALID_IP_ADDRESS",
                        SEND.toBuilder().setAttributes(NO_ADDRESS)),
                wrong(
                        "attributes.user_agent",
                        "INVALID_USER_AGENT",
                        SEND.toBuilder().setAttributes(LONG_AGENT)),
                wrong("locale", "INVALID_LOCALE", LOGIN.toBuilder().setLocale("x".repeat(17))),
                wrong("request_id", "INVALID_IDEMPOTENCY_KEY", LOGIN.toBuilder().setRequestId(LONG_KEY)),
                wrong(
                        "phone_number",
                        "INVALID_PHONE_NUMBER",
                        LOGIN_BY_WHATSAPP.toBuilder().clearPhoneNumber()),
                wrong(
                        "expiration_minutes",
                        "INVALID_EXPIRATION_OTP",
                        LOGIN_BY_WHATSAPP.toBuilder().setExpirationMinutes(11)),
                wrong(
                        "attributes.ip_address",
                        "INVALID_IP_ADDRESS",
                        LOGIN_BY_WHATSAPP.toBuilder().setAttributes(NO_ADDRESS)),
                wrong(
                        "attributes.user_agent",
                        "INVALID_USER_AGENT",
                        LOGIN_BY_WHATSAPP.toBuilder().setAttributes(LONG_AGENT)),
                wrong("locale", "INVALID_LOCALE", LOGIN_BY_WHATSAPP.toBuilder().setLocale("x".repeat(17))),
                wrong(
                        "request_id",
                        "INVALID_IDEMPOTENCY_KEY",
                        LOGIN_BY_WHATSAPP.toBuilder().setRequestId(LONG_KEY)),
                wrong("locale", "INVALID_LOCALE", SEND.toBuilder().setLocale("x".repeat(17))),
                wrong("request_id", "INVALID_IDEMPOTENCY_KEY", SEND.toBuilder().setRequestId(LONG_KEY)),
                wrong("user_id", "INVALID_USER_ID", SEND.toBuilder().setUserId("not a user")),
                wrong("session_token", "INVALID_SESSION_TOKEN", SEND.toBuilder().setSessionToken("short")),
                wrong(
                        "session_jwt",
                        "UNABLE_TO_PARSE_SESSION_JWT",
                        SEND.toBuilder().setSessionJwt(LONG_JWT)),
                wrong(
                        "phone_number",
                        "INVALID_PHONE_NUMBER",
                        SEND_BY_WHATSAPP.toBuilder().clearPhoneNumber()),
                wrong(
                        "expiration_minutes",
                        "INVALID_EXPIRATION_OTP",
                        SEND_BY_WHATSAPP.toBuilder().setExpirationMinutes(11)),
                wrong(
                        "attributes.ip_address",
                        "INVALID_IP_ADDRESS",
                        SEND_BY_WHATSAPP.toBuilder().setAttributes(NO_ADDRESS)),
                wrong(
                        "attributes.user_agent",
                        "INVALID_USER_AGENT",
                        SEND_BY_WHATSAPP.toBuilder().setAttributes(LONG_AGENT)),
                wrong("locale", "INVALID_LOCALE", SEND_BY_WHATSAPP.toBuilder().setLocale("x".repeat(17))),
                wrong(
                        "request_id",
                        "INVALID_IDEMPOTENCY_KEY",
                        SEND_BY_WHATSAPP.toBuilder().setRequestId(LONG_KEY)),
                wrong("user_id", "INVALID_USER_ID", SEND_BY_WHATSAPP.toBuilder().setUserId("not a user")),
                wrong(
                        "session_token",
                        "INVALID_SESSION_TOKEN",
                        SEND_BY_WHATSAPP.toBuilder().setSessionToken("short")),
                wrong(
                        "session_jwt",
                        "UNABLE_TO_PARSE_SESSION_JWT",
                        SEND_BY_WHATSAPP.toBuilder().setSessionJwt(LONG_JWT)),
                wrong(
                        "options.ip_match_required",
                        "INVALID_ARGUMENT",
                        AUTHENTICATE.toBuilder()
                                .setOptions(MatchOptions.newBuilder().setUserAgentMatchRequired(true))),
                wrong(
                        "options.user_agent_match_required",
                        "INVALID_ARGUMENT",
                        AUTHENTICATE.toBuilder()
                                .setOptions(MatchOptions.newBuilder().setIpMatchRequired(true))),
                wrong(
                        "request_id",
                        "INVALID_IDEMPOTENCY_KEY",
                        AUTHENTICATE.toBuilder().setRequestId(LONG_KEY)),
                wrong(
                        "request_id",
                        "INVALID_IDEMPOTENCY_KEY",
                        AuthenticateSessionRequest.newBuilder().setRequestId(LONG_KEY)),
                wrong(
                        "request_id",
                        "INVALID_IDEMPOTENCY_KEY",
                        RevokeSessionRequest.newBuilder().setRequestId(LONG_KEY)),
                wrong("method_id", "INVALID_METHOD_ID", AUTHENTICATE.toBuilder().clearMethodId()),
                wrong("method_id", "INVALID_METHOD_ID", AUTHENTICATE.toBuilder().setMethodId("x" + METHOD_ID)),
                wrong("code", "INVALID_CODE", AUTHENTICATE.toBuilder().setCode("12345a")),
                wrong("code", "INVALID_CODE", AUTHENTICATE.toBuilder().setCode("123")),
                wrong(
                        "attributes.ip_address",
                        "INVALID_IP_ADDRESS",
                        AUTHENTICATE.toBuilder().setAttributes(NO_ADDRESS)),
                wrong(
                        "attributes.user_agent",
                        "INVALID_USER_AGENT",
                        AUTHENTICATE.toBuilder().setAttributes(LONG_AGENT)),
                wrong(
                        "session_token",
                        "INVALID_SESSION_TOKEN",
                        AUTHENTICATE.toBuilder().setSessionToken("short")),
                wrong(
                        "session_jwt",
                        "UNABLE_TO_PARSE_SESSION_JWT",
                        AUTHENTICATE.toBuilder().setSessionJwt(LONG_JWT)),
                wrong(
                        "session_duration_minutes",
                        "INVALID_SESSION_DURATION_MINUTES",
                        AUTHENTICATE.toBuilder().setSessionDurationMinutes(4)),
                wrong(
                        "session_duration_minutes",
                        "INVALID_SESSION_DURATION_MINUTES",
                        AUTHENTICATE.toBuilder().setSessionDurationMinutes(527_041)),
                wrong(
                        "session_token",
                        "INVALID_SESSION_TOKEN",
                        AuthenticateSessionRequest.newBuilder().setSessionToken("short")),
                wrong(
                        "session_jwt",
                        "UNABLE_TO_PARSE_SESSION_JWT",
                        AuthenticateSessionRequest.newBuilder().setSessionJwt(LONG_JWT)),
                wrong(
                        "session_duration_minutes",
                        "INVALID_SESSION_DURATION_MINUTES",
                        AuthenticateSessionRequest.newBuilder().setSessionDurationMinutes(4)),
                wrong(
                        "session_duration_minutes",
                        "INVALID_SESSION_DURATION_MINUTES",
                        AuthenticateSessionRequest.newBuilder().setSessionDurationMinutes(527_041)),
                wrong(
                        "session_id",
                        "SESSION_NOT_FOUND",
                        RevokeSessionRequest.newBuilder().setSessionId("x".repeat(129))),
                wrong(
                        "session_token",
                        "INVALID_SESSION_TOKEN",
                        RevokeSessionRequest.newBuilder().setSessionToken("short")),
                wrong(
                        "session_jwt",
                        "UNABLE_TO_PARSE_SESSION_JWT",
                        RevokeSessionRequest.newBuilder().setSessionJwt(LONG_JWT)),
                wrong("user_id", "INVALID_USER_ID", ListSessionsRequest.newBuilder()),
                wrong("project_id", "INVALID_PROJECT_ID_AUTHENTICATION", GetJwksRequest.newBuilder()),
                wrong(
                        "phone_number",
                        "INVALID_PHONE_NUMBER",
                        ListMessagesRequest.newBuilder().setPhoneNumber("1".repeat(33))));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aWrongFieldIsRefusedWithTheReasonOfTheProtoFile(Wrong wrong) {
        var failure = failureOf(() -> call(wrong.request()));

        assertThat(Answers.info(failure).getReason()).isEqualTo(wrong.reason());
    }

    @Test
    void everyFieldWithARuleIsTriedOut() {
        var tried = wrongRequests().stream().map(Wrong::toString).collect(toSet());

        var ruled = Stream.of(
                        LOGIN,
                        SEND,
                        LOGIN_BY_WHATSAPP,
                        SEND_BY_WHATSAPP,
                        AUTHENTICATE,
                        AuthenticateSessionRequest.getDefaultInstance(),
                        RevokeSessionRequest.getDefaultInstance(),
                        ListSessionsRequest.getDefaultInstance(),
                        GetJwksRequest.getDefaultInstance(),
                        ListMessagesRequest.getDefaultInstance())
                .map(Message::getDescriptorForType)
                .flatMap(request -> ruled(request, "").map(path -> request.getName() + " " + path))
                .collect(toSet());

        assertThat(tried).isEqualTo(ruled);
    }

    @Test
    void aGoodRequestGetsThrough() {
        var attributes = Attributes.newBuilder().setIpAddress("2001:db8::1").setUserAgent("x".repeat(1024));

        var response = door.caller()
                .loginOrCreateBySms(LOGIN.toBuilder()
                        .setExpirationMinutes(10)
                        .setAttributes(attributes)
                        .build());

        assertThat(response.getUserCreated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fe80::1%a\nb",
                "fe80::1%eth0",
                "fe80::1%\u0000",
                "::1%",
                "1.2.3.4%eth0",
                "::ffff:1.2.3.4%x",
                "0000:0000:0000:0000:0000:ffff:255.255.255.2555"
            })
    void anAddressHasNoZoneAndAnEnd(String address) {
        var seen = Attributes.newBuilder().setIpAddress(address).build();

        for (var request : List.of(
                LOGIN.toBuilder().setAttributes(seen).build(),
                SEND.toBuilder().setAttributes(seen).build(),
                LOGIN_BY_WHATSAPP.toBuilder().setAttributes(seen).build(),
                SEND_BY_WHATSAPP.toBuilder().setAttributes(seen).build(),
                AUTHENTICATE.toBuilder().setAttributes(seen).build())) {
            assertThat(reasonOf(() -> call(request))).isEqualTo("INVALID_IP_ADDRESS");
        }
    }

    @Test
    void theLongestAddressGetsThrough() {
        var seen = Attributes.newBuilder().setIpAddress("0000:0000:0000:0000:0000:ffff:255.255.255.255");

        assertThat(door.caller()
                        .loginOrCreateBySms(
                                LOGIN.toBuilder().setAttributes(seen).build())
                        .getUserCreated())
                .isFalse();
    }

    @Test
    void credentialsAreJudgedBeforeTheShape() {
        var wrong = LOGIN.toBuilder().clearPhoneNumber().build();

        assertThat(reasonOf(() -> door.anybody().loginOrCreateBySms(wrong))).isEqualTo("INVALID_AUTHORIZATION_HEADER");
    }

    @Test
    void aFieldWithoutAReasonOfItsOwnIsNamed() throws DescriptorValidationException {
        var order = order();
        var item = order.findNestedTypeByName("Item");
        var good = DynamicMessage.newBuilder(item).setField(item.findFieldByName("name"), "x");
        var items = order.findFieldByName("items");
        var request = DynamicMessage.newBuilder(order)
                .addRepeatedField(items, good.build())
                .addRepeatedField(items, DynamicMessage.getDefaultInstance(item));

        assertThatThrownBy(() -> new Validation(List.of(order)).check(request.build()))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_INVALID_ARGUMENT);
                    assertThat(refusal.metadata()).containsExactly(Map.entry("field", "items[1].name"));
                });
    }

    private void call(Message request) {
        switch (request) {
            case LoginOrCreateBySmsRequest login -> door.caller().loginOrCreateBySms(login);
            case SendBySmsRequest send -> door.caller().sendBySms(send);
            case LoginOrCreateByWhatsappRequest login -> door.caller().loginOrCreateByWhatsapp(login);
            case SendByWhatsappRequest send -> door.caller().sendByWhatsapp(send);
            case AuthenticateRequest authenticate -> door.caller().authenticate(authenticate);
            case AuthenticateSessionRequest check -> door.sessions().authenticateSession(check);
            case RevokeSessionRequest revoke -> door.sessions().revokeSession(revoke);
            case ListSessionsRequest list -> door.sessions().listSessions(list);
            case GetJwksRequest keys -> door.sessions().getJwks(keys);
            case ListMessagesRequest list -> door.handset().listMessages(list);
            default -> throw new AssertionError(request.getClass());
        }
    }

    private static Stream<String> ruled(Descriptor message, String prefix) {
        return message.getFields().stream().flatMap(field -> ruled(field, prefix));
    }

    private static Stream<String> ruled(FieldDescriptor field, String prefix) {
        var path = prefix + field.getName();
        var inner = field.getJavaType() == JavaType.MESSAGE && isOurs(field.getMessageType())
                ? ruled(field.getMessageType(), path + ".")
                : Stream.<String>empty();
        return field.getOptions().hasExtension(ValidateProto.field) ? Stream.concat(Stream.of(path), inner) : inner;
    }

    /// Others have no rules of ours, and may hold themselves, as `Struct` does.
    private static boolean isOurs(Descriptor message) {
        return message.getFile().getPackage().equals("countersign.v1");
    }

    /// `message Order { message Item { string name = 1 [min_len = 1]; } repeated Item items = 1; }`
    private static Descriptor order() throws DescriptorValidationException {
        var rule = FieldRules.newBuilder().setString(StringRules.newBuilder().setMinLen(1));
        var name = field("name", Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_STRING)
                .setOptions(FieldOptions.newBuilder().setExtension(ValidateProto.field, rule.build()));
        var items = field("items", Label.LABEL_REPEATED).setTypeName("Item");
        var order = DescriptorProto.newBuilder()
                .setName("Order")
                .addNestedType(DescriptorProto.newBuilder().setName("Item").addField(name))
                .addField(items);
        var file = FileDescriptorProto.newBuilder().setSyntax("proto3").addMessageType(order);
        return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]).findMessageTypeByName("Order");
    }

    private static FieldDescriptorProto.Builder field(String name, Label label) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(1).setLabel(label);
    }

    private static Wrong wrong(String path, String reason, Message.Builder request) {
        return new Wrong(path, reason, request.build());
    }

    record Wrong(String path, String reason, Message request) {
        @Override
        public String toString() {
            return request.getDescriptorForType().getName() + " " + path;
        }
    }
}
