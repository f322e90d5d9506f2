package dev.countersign.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A release of the Open Cybersecurity Schema Framework, put together from its published files: classes and
/// objects with what they extend, what profiles add, and what the dictionary says of each attribute. Without
/// extensions.
public final class OcsfSchema {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CLASSES_OF_A_CATEGORY = 1_000;

    private final Path folder;
    private final JsonNode dictionary;
    private final JsonNode categories;
    private final Map<String, ObjectNode> events;
    private final Map<String, ObjectNode> objects;
    private final Map<Integer, Shape> classes = new HashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();

    /// A class or an object, whole.
    ///
    /// @param category the uid of its category, for classes
    record Shape(String caption, int category, String categoryCaption, ObjectNode attributes, JsonNode constraints) {}

    private OcsfSchema(Path folder) throws IOException {
        this.folder = folder;
        this.dictionary = read(folder.resolve("dictionary.json"));
        this.categories = read(folder.resolve("categories.json")).path("attributes");
        this.events = named(folder.resolve("events"));
        this.objects = named(folder.resolve("objects"));
        for (var event : events.values()) {
            var category = categories.path(inherited(event, "category", events).asText());
            if (event.has("uid") || event.path("name").asText().equals("base_event")) {
                var uid = category.path("uid").asInt() * CLASSES_OF_A_CATEGORY
                        + event.path("uid").asInt();
                var shape = shape(event, events, category);
                is(shape, "class_uid", uid, shape.caption());
                is(shape, "category_uid", shape.category(), shape.categoryCaption());
                classes.put(uid, shape);
            }
        }
        for (var object : objects.values()) {
            shapes.put(object.path("name").asText(), shape(object, objects, JSON.createObjectNode()));
        }
    }

    /// @param folder a checkout of the schema's repository, or of what of it is needed
    public static OcsfSchema in(Path folder) {
        try {
            return new OcsfSchema(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String version() throws IOException {
        return read(folder.resolve("version.json")).path("version").asText();
    }

    @Nullable
    Shape ofClass(int uid) {
        return classes.get(uid);
    }

    /// Null: it is no object, but a type of a single value.
    @Nullable
    Shape ofObject(String name) {
        return shapes.get(name);
    }

    /// A type of single values, such as `ip_t`.
    JsonNode type(String name) {
        return dictionary.path("types").path("attributes").path(name);
    }

    /// Each class has one value of its own there.
    private static void is(Shape shape, String attribute, int uid, String caption) {
        var values = JSON.createObjectNode();
        values.putObject(String.valueOf(uid)).put("caption", caption);
        ((ObjectNode) shape.attributes().path(attribute)).set("enum", values);
    }

    private Shape shape(ObjectNode definition, Map<String, ObjectNode> family, JsonNode category) throws IOException {
        var attributes = JSON.createObjectNode();
        for (var attribute : attributes(definition, family).properties()) {
            var known = dictionary.path("attributes").path(attribute.getKey());
            if (known.isMissingNode()) {
                throw new IOException("The dictionary has no " + attribute.getKey());
            }
            attributes.set(attribute.getKey(), merged(known.deepCopy(), attribute.getValue()));
        }
        return new Shape(
                inherited(definition, "caption", family).asText(),
                category.path("uid").asInt(),
                category.path("caption").asText("Uncategorized"),
                attributes,
                inherited(definition, "constraints", family));
    }

    private static JsonNode inherited(ObjectNode definition, String name, Map<String, ObjectNode> family) {
        var parent = family.get(definition.path("extends").asText());
        return definition.has(name) || parent == null ? definition.path(name) : inherited(parent, name, family);
    }

    /// What it extends comes first, then what profiles add, then its own; the later wins, member by member.
    private ObjectNode attributes(ObjectNode definition, Map<String, ObjectNode> family) throws IOException {
        var parent = family.get(definition.path("extends").asText());
        var all = parent == null ? JSON.createObjectNode() : attributes(parent, family);
        for (var include : includes(definition)) {
            var profile = read(folder.resolve(include));
            for (var attribute : profile.path("attributes").properties()) {
                var added = ((ObjectNode) attribute.getValue()).deepCopy();
                if (!all.has(attribute.getKey())) {
                    added.put("profile", profile.path("name").asText());
                }
                all.set(attribute.getKey(), merged(added, all.path(attribute.getKey())));
            }
        }
        for (var attribute : definition.path("attributes").properties()) {
            if (!attribute.getKey().equals("$include")) {
                all.set(attribute.getKey(), merged(all.path(attribute.getKey()), attribute.getValue()));
            }
        }
        return all;
    }

    private static List<String> includes(ObjectNode definition) {
        var includes = new ArrayList<String>();
        var include = definition.path("attributes").path("$include");
        (include.isArray() ? include : List.of(include)).forEach(one -> {
            if (one.isTextual()) {
                includes.add(one.textValue());
            }
        });
        return includes;
    }

    private static JsonNode merged(JsonNode base, JsonNode over) {
        if (!(base instanceof ObjectNode) || !(over instanceof ObjectNode)) {
            return over.isMissingNode() ? base : over;
        }
        var both = ((ObjectNode) base).deepCopy();
        over.properties()
                .forEach(member -> both.set(member.getKey(), merged(both.path(member.getKey()), member.getValue())));
        return both;
    }

    private static Map<String, ObjectNode> named(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(OcsfSchema::read)
                    .collect(Collectors.toMap(one -> one.path("name").asText(), one -> one));
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return (ObjectNode) JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
