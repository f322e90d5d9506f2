package dev.countersign.login;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as protobuf's `Struct`, both ways.
public final class StructMessage {

    /// Up to here every whole number has a double of its own.
    private static final double LARGEST_WHOLE = 9_007_199_254_740_992.0;

    /// Objects and lists in each other. Each takes up to three messages, and protobuf reads 100 in each other: what is
    /// taken has to fit into any answer.
    private static final int DEEPEST = 32;

    private StructMessage() {}

    /// As maps, lists, strings, numbers, booleans and nulls.
    ///
    /// @param field of the request, where it stands
    /// @throws Refusal `INVALID_ARGUMENT` for a number that JSON does not have, and for more than 32 levels
    public static Map<String, @Nullable Object> map(Struct struct, String field) {
        return map(struct, field, DEEPEST);
    }

    /// @param levels how many there may be
    private static Map<String, @Nullable Object> map(Struct struct, String field, int levels) {
        refuseUnless(levels > 0, field);
        var map = new LinkedHashMap<String, @Nullable Object>();
        struct.getFieldsMap().forEach((name, value) -> map.put(name, plain(value, field, levels - 1)));
        return map;
    }

    private static List<@Nullable Object> list(ListValue list, String field, int levels) {
        refuseUnless(levels > 0, field);
        return list.getValuesList().stream()
                .<@Nullable Object>map(one -> plain(one, field, levels - 1))
                .toList();
    }

    private static @Nullable Object plain(Value value, String field, int levels) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> null;
            case NUMBER_VALUE -> number(value.getNumberValue(), field);
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case STRUCT_VALUE -> map(value.getStructValue(), field, levels);
            case LIST_VALUE -> list(value.getListValue(), field, levels);
        };
    }

    /// Whole numbers without a fraction, as they were written.
    private static Object number(double number, String field) {
        refuseUnless(Double.isFinite(number), field);
        return number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE ? (Object) (long) number : number;
    }

    private static void refuseUnless(boolean good, String field) {
        if (!good) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_ARGUMENT).with("field", field);
        }
    }

    public static Struct struct(Map<?, ?> map) {
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
                                        list.stream().map(StructMessage::value).toList()))
                        .build();
            default -> throw new IllegalArgumentException(plain.getClass() + " is not part of JSON");
        };
    }
}
