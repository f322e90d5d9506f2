package dev.countersign.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Ways to spoil a line of JSON that a check has to notice.
final class Damages {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode line;
    private final Set<String> free;
    private final List<Damaged> all = new ArrayList<>();

    record Damaged(String what, JsonNode line) {}

    private Damages(ObjectNode line, Set<String> free) {
        this.line = line;
        this.free = free;
    }

    /// Each member once under a name that nobody knows, once as something else, and once as a list (or no list).
    ///
    /// @param free members of the line that may hold anything
    static List<Damaged> of(ObjectNode line, Set<String> free) {
        var damages = new Damages(line, free);
        damages.members("", line);
        return damages.all;
    }

    private void members(String path, ObjectNode object) {
        object.properties().forEach(member -> {
            var pointer = path + "/" + member.getKey();
            renamed(path, member.getKey());
            if (!free.contains(pointer)) {
                replaced(path, member.getKey(), another(member.getValue()), "is something else");
                replaced(path, member.getKey(), boxed(member.getValue()), "is a list or no list");
                if (member.getValue() instanceof ObjectNode below) {
                    members(pointer, below);
                }
            }
        });
    }

    private void renamed(String path, String name) {
        var copy = line.deepCopy();
        var object = (ObjectNode) copy.at(path);
        object.set(name + "_x", object.remove(name));
        all.add(new Damaged(path + "/" + name + " has another name", copy));
    }

    private void replaced(String path, String name, JsonNode value, String how) {
        var copy = line.deepCopy();
        ((ObjectNode) copy.at(path)).set(name, value);
        all.add(new Damaged(path + "/" + name + " " + how, copy));
    }

    private static JsonNode another(JsonNode value) {
        return value.isTextual() || value.isArray() ? NODES.numberNode(4.5) : NODES.textNode("4.5 else");
    }

    private static JsonNode boxed(JsonNode value) {
        return value instanceof ArrayNode list
                ? (list.isEmpty() ? NODES.textNode("") : list.get(0))
                : NODES.arrayNode().add(value);
    }
}
