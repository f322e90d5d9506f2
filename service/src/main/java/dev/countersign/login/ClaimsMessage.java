package dev.countersign.login;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.CustomClaims;
import dev.countersign.v1.ErrorReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Custom claims as protobuf's `Struct`, both ways.
final class ClaimsMessage {

    /// Up to here every whole number has a double of its own.
    private static final double LARGEST_WHOLE = 9_007_199_254_740_992.0;

    private static final String FIELD = "session_custom_claims";

    private ClaimsMessage() {}

    /// @throws Refusal `STYTCH_CLAIMS_IN_CUSTOM_CLAIMS`, or `INVALID_ARGUMENT` for a number that JSON has not
    static CustomClaims read(Struct message) {
        var claims = CustomClaims.of(map(message));
        if (claims.namesTheSession()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_STYTCH_CLAIMS_IN_CUSTOM_CLAIMS);
        }
        return claims;
    }

    static Struct of(CustomClaims claims) {
        return struct(claims.asMap());
    }

    private static Map<String, @Nullable Object> map(Struct struct) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        struct.getFieldsMap().forEach((name, value) -> map.put(name, plain(value)));
        return map;
    }

    private static @Nullable Object plain(Value value) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> null;
            case NUMBER_VALUE -> number(value.getNumberValue());
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case STRUCT_VALUE -> map(value.getStructValue());
            case LIST_VALUE ->
                value.getListValue().getValuesList().stream()
                        .map(ClaimsMessage::plain)
                        .toList();
        };
    }

    /// Whole numbers without a fraction, as they were written.
    private static Object number(double number) {
        if (!Double.isFinite(number)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_ARGUMENT).with("field", FIELD);
        }
        return number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE ? (Object) (long) number : number;
    }

    private static Struct struct(Map<?, ?> map) {
        var struct = Struct.newBuilder();
        map.forEach((name, value) -> struct.putFields((String) name, value(value)));
        return struct.build();
    }

    private static Value value(@Nullable Object plain) {
        var value = Value.newBuilder();
        return switch (plain) {
            case null -> value.setNullValue(NullValue.NULL_VALUE).build();
            case Number number -> value.setNumberValue(number.doubleValue()).build();
            case String text -> value.setStringValue(text).build();
            case Boolean bool -> value.setBoolValue(bool).build();
            case Map<?, ?> map -> value.setStructValue(struct(map)).build();
            case List<?> list ->
                value.setListValue(ListValue.newBuilder()
                                .addAllValues(
                                        list.stream().map(ClaimsMessage::value).toList()))
                        .build();
            default -> throw new IllegalArgumentException(plain.getClass() + " is not part of JSON");
        };
    }
}
