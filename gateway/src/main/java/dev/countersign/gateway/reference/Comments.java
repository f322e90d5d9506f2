package dev.countersign.gateway.reference;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What stands above each part of the proto files, by its full name. Markdown, without the slashes.
final class Comments {
    private final Map<String, String> texts = new HashMap<>();

    private Comments() {}

    static Comments of(FileDescriptorSet set) {
        var comments = new Comments();
        set.getFileList()
                .forEach(file -> file.getSourceCodeInfo().getLocationList().forEach(at -> comments.add(file, at)));
        return comments;
    }

    /// Empty if there is none.
    String of(String fullName) {
        return texts.getOrDefault(fullName, "");
    }

    private void add(FileDescriptorProto file, Location location) {
        var path = location.getPathList();
        // A path is pairs of a kind and a place; others lead to options and the like.
        if (!location.hasLeadingComments() || path.isEmpty() || path.size() % 2 != 0) {
            return;
        }
        var rest = path.subList(2, path.size());
        var name = switch (path.getFirst()) {
            case FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER -> name(file.getMessageType(path.get(1)), rest);
            case FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER -> name(file.getEnumType(path.get(1)), rest);
            case FileDescriptorProto.SERVICE_FIELD_NUMBER -> name(file.getService(path.get(1)), rest);
            default -> "";
        };
        if (!name.isEmpty()) {
            texts.put(
                    file.getPackage() + "." + name,
                    location.getLeadingComments().replaceAll("(?m)^ ", "").strip());
        }
    }

    private static String name(DescriptorProto message, List<Integer> path) {
        if (path.isEmpty()) {
            return message.getName();
        }
        var rest = path.subList(2, path.size());
        var inner = switch (path.getFirst()) {
            case DescriptorProto.FIELD_FIELD_NUMBER ->
                rest.isEmpty() ? message.getField(path.get(1)).getName() : "";
            case DescriptorProto.NESTED_TYPE_FIELD_NUMBER -> name(message.getNestedType(path.get(1)), rest);
            case DescriptorProto.ENUM_TYPE_FIELD_NUMBER -> name(message.getEnumType(path.get(1)), rest);
            default -> "";
        };
        return inner.isEmpty() ? "" : message.getName() + "." + inner;
    }

    /// A value of an enum is named beside it, not in it.
    private static String name(EnumDescriptorProto type, List<Integer> path) {
        if (path.isEmpty()) {
            return type.getName();
        }
        return path.size() == 2 ? type.getValue(path.get(1)).getName() : "";
    }

    private static String name(ServiceDescriptorProto service, List<Integer> path) {
        if (path.isEmpty()) {
            return service.getName();
        }
        return path.size() == 2
                ? service.getName() + "." + service.getMethod(path.get(1)).getName()
                : "";
    }
}
