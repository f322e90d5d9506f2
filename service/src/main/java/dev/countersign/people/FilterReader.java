package dev.countersign.people;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.Value.KindCase;
import dev.countersign.keys.SearchTokens;
import dev.countersign.people.Filter.CreatedAfter;
import dev.countersign.people.Filter.CreatedBefore;
import dev.countersign.people.Filter.HasNumber;
import dev.countersign.people.Filter.HasPhone;
import dev.countersign.people.Filter.HasStatus;
import dev.countersign.people.Filter.HasVerified;
import dev.countersign.people.Filter.IsCalledOneOf;
import dev.countersign.people.Filter.IsOneOf;
import dev.countersign.people.Filter.NameBegins;
import dev.countersign.people.Filter.Nobody;
import dev.countersign.people.Filter.NumberContains;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserReference;
import dev.countersign.user.UserReference.ByExternalId;
import dev.countersign.user.UserReference.ById;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.SearchUsersOperand;
import dev.countersign.v1.SearchUsersQuery;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads the operands of a search: filters by name, each with the value that it takes.
final class FilterReader {

    private static final int MOST_VALUES = 100;

    private FilterReader() {}

    /// @throws Refusal one of those that begin with `USER_SEARCH_`
    static List<Filter> read(SearchUsersQuery query) {
        var operands = query.getOperandsCount();
        var good = query.getOperator().equals("AND")
                || query.getOperator().isEmpty() && operands == 0
                || query.getOperator().equals("OR") && operands <= 1;
        if (!good) {
            throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_INVALID_OPERATOR);
        }
        return query.getOperandsList().stream().flatMap(FilterReader::filter).toList();
    }

    private static Stream<Filter> filter(SearchUsersOperand operand) {
        var operation = new Operand(name(operand.getFilterName()), operand.getFilterValue());
        return switch (operation.name()) {
            case "created_at_greater_than" -> Stream.of(new CreatedAfter(operation.time()));
            case "created_at_less_than" -> Stream.of(new CreatedBefore(operation.time()));
            case "created_at_between" -> between(operation);
            case "status" -> Stream.of(new HasStatus(status(operation.text())));
            case "user_id" -> Stream.of(users(operation));
            case "phone_id" -> Stream.of(phones(operation));
            case "phone_number" -> Stream.of(numbers(operation));
            case "phone_verified" -> Stream.of(new HasVerified(operation.flag()));
            case "phone_number_fuzzy" -> Stream.of(digits(operation.text()));
            case "full_name_fuzzy" -> Stream.of(words(operation.text()));
            case "email_address",
                    "email_id",
                    "oauth_provider",
                    "totp_id",
                    "webauthn_registration_id",
                    "biometric_registration_id",
                    "crypto_wallet_id",
                    "crypto_wallet_address" -> nobody(operation.texts());
            case "email_verified",
                    "totp_verified",
                    "webauthn_registration_verified",
                    "biometric_verified",
                    "crypto_wallet_verified" -> nobody(operation.flag());
            case "email_address_fuzzy" -> nobody(operation.text());
            case "password_exists" -> operation.flag() ? Stream.of(new Nobody()) : Stream.of();
            default -> throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_FILTER_NAME_NOT_RECOGNIZED);
        };
    }

    private static String name(Value name) {
        return switch (name.getKindCase()) {
            case STRING_VALUE -> name.getStringValue();
            case KIND_NOT_SET, NULL_VALUE -> throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_MISSING_FILTER_NAME);
            default -> throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_FILTER_NAME_MUST_BE_STRING);
        };
    }

    /// Factors that nobody has; the value was looked at for its form only.
    private static Stream<Filter> nobody(Object value) {
        return Stream.of(new Nobody());
    }

    private static Stream<Filter> between(Operand operand) {
        var bounds = operand.object();
        return Stream.of(
                new CreatedAfter(operand.bound(
                        bounds, "greater_than", ErrorReason.ERROR_REASON_USER_SEARCH_MISSING_GREATER_THAN)),
                new CreatedBefore(
                        operand.bound(bounds, "less_than", ErrorReason.ERROR_REASON_USER_SEARCH_MISSING_LESS_THAN)));
    }

    private static UserStatus status(String text) {
        return Stream.of(UserStatus.values())
                .filter(status -> status.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_INVALID_STATUS_FILTER));
    }

    private static Filter users(Operand operand) {
        var values = operand.texts(ErrorReason.ERROR_REASON_USER_SEARCH_MISSING_USER_IDS);
        var external = values.stream()
                .filter(value -> !value.startsWith("user-test-") && !value.startsWith("user-live-"))
                .count();
        if (external != 0 && external != values.size()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_CANNOT_MIX_INTERNAL_AND_EXTERNAL_USER_IDS);
        }
        var references = readable(values, UserReference::parse);
        return external == 0
                ? new IsOneOf(references.stream()
                        .flatMap(found -> found instanceof ById(var id) ? Stream.of(id) : Stream.of())
                        .toList())
                : new IsCalledOneOf(references.stream()
                        .flatMap(found -> found instanceof ByExternalId(var id) ? Stream.of(id) : Stream.of())
                        .toList());
    }

    private static Filter phones(Operand operand) {
        return new HasPhone(
                readable(operand.texts(ErrorReason.ERROR_REASON_USER_SEARCH_MISSING_PHONE_IDS), PhoneId::parse));
    }

    /// A number that somebody has may be of a range that was withdrawn since.
    private static Filter numbers(Operand operand) {
        return new HasNumber(readable(
                operand.texts(ErrorReason.ERROR_REASON_USER_SEARCH_MISSING_PHONE_NUMBERS), PhoneNumber::ofStored));
    }

    /// What cannot be one is nobody's.
    private static <T> List<T> readable(List<String> values, Function<String, T> reading) {
        return values.stream()
                .flatMap(value -> {
                    try {
                        return Stream.of(reading.apply(value));
                    } catch (IllegalArgumentException _) {
                        return Stream.empty();
                    }
                })
                .toList();
    }

    private static Filter digits(String text) {
        var digits = text.replaceAll("[^0-9]", "");
        if (digits.length() < SearchTokens.FEWEST_DIGITS) {
            throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_PHONE_NUMBER_FUZZY_TOO_SHORT);
        }
        return new NumberContains(digits);
    }

    private static Filter words(String text) {
        if (!SearchTokens.areLongEnough(text)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_FULL_NAME_FUZZY_TOO_SHORT);
        }
        return new NameBegins(text);
    }

    /// One filter as the caller wrote it.
    private record Operand(String name, Value value) {

        private Operand {
            if (value.getKindCase() == KindCase.KIND_NOT_SET || value.hasNullValue()) {
                throw Refusal.of(ErrorReason.ERROR_REASON_USER_SEARCH_MISSING_FILTER_VALUE);
            }
        }

        String text() {
            refuseUnless(value.hasStringValue(), ErrorReason.ERROR_REASON_USER_SEARCH_EXPECTED_STRING);
            return value.getStringValue();
        }

        boolean flag() {
            refuseUnless(value.hasBoolValue(), ErrorReason.ERROR_REASON_USER_SEARCH_EXPECTED_BOOL);
            return value.getBoolValue();
        }

        Struct object() {
            refuseUnless(value.hasStructValue(), ErrorReason.ERROR_REASON_USER_SEARCH_EXPECTED_OBJECT);
            return value.getStructValue();
        }

        List<String> texts() {
            var list = value.getListValue().getValuesList();
            refuseUnless(
                    value.hasListValue() && list.stream().allMatch(Value::hasStringValue),
                    ErrorReason.ERROR_REASON_USER_SEARCH_EXPECTED_ARRAY_OF_STRING);
            refuseUnless(
                    list.size() <= MOST_VALUES,
                    ErrorReason.ERROR_REASON_USER_SEARCH_MAXIMUM_FILTER_VALUE_COUNT_EXCEEDED);
            return list.stream().map(Value::getStringValue).toList();
        }

        List<String> texts(ErrorReason ifNone) {
            var texts = texts();
            refuseUnless(!texts.isEmpty(), ifNone);
            return texts;
        }

        Instant time() {
            return time(value);
        }

        Instant bound(Struct bounds, String name, ErrorReason ifNone) {
            var bound = bounds.getFieldsOrDefault(name, Value.getDefaultInstance());
            refuseUnless(bound.getKindCase() != KindCase.KIND_NOT_SET && !bound.hasNullValue(), ifNone);
            return time(bound);
        }

        /// Of what lies between two microseconds there is nothing to tell apart.
        private Instant time(Value text) {
            try {
                refuseUnless(text.hasStringValue(), ErrorReason.ERROR_REASON_USER_SEARCH_EXPECTED_TIMESTAMP);
                var at = OffsetDateTime.parse(text.getStringValue());
                refuseUnless(
                        at.getYear() >= 1 && at.getYear() <= 9999,
                        ErrorReason.ERROR_REASON_USER_SEARCH_EXPECTED_TIMESTAMP);
                return at.toInstant().truncatedTo(ChronoUnit.MICROS);
            } catch (DateTimeParseException _) {
                throw refusal(ErrorReason.ERROR_REASON_USER_SEARCH_EXPECTED_TIMESTAMP);
            }
        }

        private void refuseUnless(boolean good, ErrorReason reason) {
            if (!good) {
                throw refusal(reason);
            }
        }

        private Refusal refusal(ErrorReason reason) {
            return Refusal.of(reason).with("filter", name);
        }
    }
}
