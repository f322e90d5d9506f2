package dev.countersign.gateway.reference;

import build.buf.validate.FieldRules;
import build.buf.validate.Ignore;
import build.buf.validate.Int32Rules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.FieldDescriptor;

/// Says in JSON Schema what the protovalidate rules of a field demand. What JSON Schema has no words for is left to the
/// comment.
final class Limits {
    private Limits() {}

    /// Whether a request has to have this member: its rules refuse what stands for an absent one.
    static boolean demand(FieldDescriptor field) {
        var rules = rules(field);
        if (rules.getRequired()) {
            return true;
        }
        if (field.hasPresence() || rules.getIgnore() != Ignore.IGNORE_UNSPECIFIED) {
            return false;
        }
        if (field.isRepeated()) {
            return rules.getRepeated().getMinItems() > 0 || rules.getMap().getMinPairs() > 0;
        }
        var string = rules.getString();
        return string.getMinLen() > 0
                || string.getLen() > 0
                || (string.hasPattern() && !"".matches(string.getPattern()))
                || rules.getInt32().getGte() > 0;
    }

    static void addTo(JsonObject schema, FieldDescriptor field) {
        var rules = rules(field);
        if (field.isRepeated() && !field.isMapField()) {
            if (rules.getRepeated().hasMinItems()) {
                schema.addProperty("minItems", rules.getRepeated().getMinItems());
            }
            if (rules.getRepeated().hasMaxItems()) {
                schema.addProperty("maxItems", rules.getRepeated().getMaxItems());
            }
            if (rules.getRepeated().getUnique()) {
                schema.addProperty("uniqueItems", true);
            }
            if (schema.has("items")) {
                addOne(schema.getAsJsonObject("items"), rules.getRepeated().getItems());
            }
            return;
        }
        var limits = new JsonObject();
        addOne(limits, rules);
        if (limits.isEmpty()) {
            return;
        }
        if (rules.getIgnore() == Ignore.IGNORE_IF_ZERO_VALUE && schemaIsText(schema)) {
            var nothing = new JsonObject();
            nothing.addProperty("const", "");
            var either = new JsonArray();
            either.add(nothing);
            either.add(limits);
            schema.add("anyOf", either);
        } else {
            limits.entrySet().forEach(limit -> schema.add(limit.getKey(), limit.getValue()));
        }
    }

    private static FieldRules rules(FieldDescriptor field) {
        return field.getOptions().getExtension(ValidateProto.field);
    }

    private static boolean schemaIsText(JsonObject schema) {
        return schema.has("type") && schema.get("type").getAsString().equals("string");
    }

    private static void addOne(JsonObject schema, FieldRules rules) {
        addTexts(schema, rules.getString());
        addNumbers(schema, rules.getInt32());
    }

    private static void addTexts(JsonObject schema, StringRules rules) {
        if (rules.hasLen()) {
            schema.addProperty("minLength", rules.getLen());
            schema.addProperty("maxLength", rules.getLen());
        }
        if (rules.hasMinLen()) {
            schema.addProperty("minLength", rules.getMinLen());
        }
        if (rules.hasMaxLen()) {
            schema.addProperty("maxLength", rules.getMaxLen());
        } else if (rules.hasMaxBytes()) {
            // No text has more characters than bytes.
            schema.addProperty("maxLength", rules.getMaxBytes());
        }
        if (rules.hasPattern()) {
            schema.addProperty("pattern", rules.getPattern());
        }
        if (!rules.getInList().isEmpty()) {
            var values = new JsonArray();
            rules.getInList().forEach(values::add);
            schema.add("enum", values);
        }
        switch (rules.getWellKnownCase()) {
            case EMAIL -> schema.addProperty("format", "email");
            case HOSTNAME -> schema.addProperty("format", "hostname");
            case IPV4 -> schema.addProperty("format", "ipv4");
            case IPV6 -> schema.addProperty("format", "ipv6");
            case URI -> schema.addProperty("format", "uri");
            case UUID -> schema.addProperty("format", "uuid");
            default -> {
                // The comment says it.
            }
        }
    }

    private static void addNumbers(JsonObject schema, Int32Rules rules) {
        if (rules.hasGte()) {
            schema.addProperty("minimum", rules.getGte());
        }
        if (rules.hasLte()) {
            schema.addProperty("maximum", rules.getLte());
        }
        if (rules.hasGt()) {
            schema.addProperty("exclusiveMinimum", rules.getGt());
        }
        if (rules.hasLt()) {
            schema.addProperty("exclusiveMaximum", rules.getLt());
        }
    }
}
