package dev.countersign.gateway.reference;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.countersign.v1.ErrorReasonOuterClass;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds out for which reasons an RPC can be refused: those that its comment names after `Errors:`, also by pointing to
/// another RPC, those that the rules of its fields name, those that the services name for all RPCs, and the gateway's.
final class Refusals {
    private static final String PREFIX = "ERROR_REASON_";
    private static final Pattern BEGIN = Pattern.compile("(?i)(?:^|\\n)(?:credentials(?:, repeating)? and )?errors:");
    private static final Pattern ANYWHERE = Pattern.compile("(?i)\\berrors:");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z][A-Za-z0-9_.]*)`");
    private static final Set<String> ABOUT_CREDENTIALS = Set.of(
            "INVALID_AUTHORIZATION_HEADER",
            "INVALID_PROJECT_ID_AUTHENTICATION",
            "UNAUTHORIZED_CREDENTIALS",
            "UNAUTHORIZED_ACTION");
    private static final Set<String> OF_THE_GATEWAY = Set.of("BAD_REQUEST", "REQUEST_TIMEOUT");
    private static final Set<String> OF_BODIES = Set.of("REQUEST_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE");

    private final Api api;
    private final Set<String> ofAll = new TreeSet<>();

    Refusals(Api api) {
        this.api = api;
        api.services()
                .forEach(service ->
                        namesIn(service.getFullName()).filter(this::isReason).forEach(ofAll::add));
        api.methods().forEach(method -> namesIn(method.getFullName()));
    }

    /// By HTTP status, then by number.
    List<EnumValueDescriptor> of(Rpc rpc) {
        var names = new HashSet<>(ofAll);
        if (rpc.isPublic()) {
            names.removeAll(ABOUT_CREDENTIALS);
        }
        names.addAll(OF_THE_GATEWAY);
        if (rpc.hasBody()) {
            names.addAll(OF_BODIES);
        }
        collect(rpc.method(), names, new HashSet<>());
        collect(rpc.method().getInputType(), names, new HashSet<>());
        return names.stream()
                .map(this::reason)
                .sorted(Comparator.comparingInt(Refusals::httpStatus).thenComparing(EnumValueDescriptor::getNumber))
                .toList();
    }

    static int httpStatus(EnumValueDescriptor reason) {
        return reason.getOptions().getExtension(ErrorReasonOuterClass.answer).getHttpStatus();
    }

    static String message(EnumValueDescriptor reason) {
        return reason.getOptions().getExtension(ErrorReasonOuterClass.answer).getMessage();
    }

    static String errorType(EnumValueDescriptor reason) {
        return reason.getName().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    /// What a comment says besides the errors.
    static String withoutErrors(String comment) {
        var begin = BEGIN.matcher(comment);
        return begin.find() ? comment.substring(0, begin.start()).strip() : comment;
    }

    private void collect(MethodDescriptor method, Set<String> names, Set<MethodDescriptor> seen) {
        if (!seen.add(method)) {
            return;
        }
        namesIn(method.getFullName()).forEach(name -> {
            var family = family(name);
            if (isReason(name)) {
                names.add(name);
            } else if (!family.isEmpty()) {
                names.addAll(family);
            } else if (name.equals(name.toUpperCase(Locale.ROOT))) {
                throw new IllegalStateException(method.getFullName() + " names an error that does not exist: " + name);
            } else {
                api.methods().stream()
                        .filter(other -> other.getFullName().endsWith("." + name))
                        .filter(other ->
                                name.contains(".") || other.getService().equals(method.getService()))
                        .forEach(other -> collect(other, names, seen));
            }
        });
    }

    private static void collect(Descriptor message, Set<String> names, Set<Descriptor> seen) {
        if (!seen.add(message)) {
            return;
        }
        for (var field : message.getFields()) {
            if (field.getOptions().hasExtension(ErrorReasonOuterClass.refusal)) {
                var reason = field.getOptions().getExtension(ErrorReasonOuterClass.refusal);
                names.add(reason.name().substring(PREFIX.length()));
            }
            if (field.getJavaType() == JavaType.MESSAGE) {
                collect(field.getMessageType(), names, seen);
            }
        }
    }

    /// Throws `IllegalStateException` if errors stand where they would be missed.
    private Stream<String> namesIn(String fullName) {
        var comment = api.comments().of(fullName);
        if (ANYWHERE.matcher(BEGIN.matcher(comment).replaceAll("")).find()) {
            throw new IllegalStateException(fullName + ": \"Errors:\" has to stand at the beginning of a line");
        }
        var begin = BEGIN.matcher(comment);
        return begin.find()
                ? NAME.matcher(comment.substring(begin.end())).results().map(found -> found.group(1))
                : Stream.of();
    }

    /// The reasons that begin with a name which ends with an underscore.
    private List<String> family(String name) {
        return api.reasons().getValues().stream()
                .map(reason -> reason.getName().substring(PREFIX.length()))
                .filter(reason -> name.endsWith("_") && reason.startsWith(name))
                .toList();
    }

    private boolean isReason(String name) {
        return api.reasons().findValueByName(PREFIX + name) != null;
    }

    private EnumValueDescriptor reason(String name) {
        return api.reasons().findValueByName(PREFIX + name);
    }
}
