package dev.countersign.gateway.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The description of the API for people, made of the one for programs.
final class ReferencePage {
    private final JsonObject document;

    ReferencePage(JsonObject document) {
        this.document = document;
    }

    private record Call(String verb, String path, JsonObject operation) {
        String name() {
            return operation.get("operationId").getAsString();
        }

        String tag() {
            return operation.getAsJsonArray("tags").get(0).getAsString();
        }
    }

    String html() {
        var calls = calls();
        var main = new StringBuilder();
        main.append("""
                <h1>Reference</h1>
                <p class="lead">Every call of the REST side. For programs:
                  <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1.</p>
                """);
        main.append(
                Html.blocks(document.getAsJsonObject("info").get("description").getAsString()));
        main.append("<nav aria-label=\"Calls\">\n<ul class=\"index\">\n");
        calls.forEach(call -> main.append("<li><a href=\"#%s\">%s</a></li>\n".formatted(call.name(), summary(call))));
        main.append("</ul>\n</nav>\n");
        for (var tag : document.getAsJsonArray("tags")) {
            var name = tag.getAsJsonObject().get("name").getAsString();
            main.append("<h2>%s</h2>\n".formatted(Html.text(name))).append(description(tag.getAsJsonObject()));
            calls.stream().filter(call -> call.tag().equals(name)).forEach(call -> main.append(section(call)));
        }
        main.append("<h2>Shapes</h2>\n");
        shapes().forEach((name, schema) -> main.append("""
                <section class="call" aria-labelledby="%1$s">
                <h3 id="%1$s">%1$s</h3>
                %2$s%3$s</section>
                """.formatted(name, description(schema), members(schema))));
        return Html.page("Reference", "/reference", main.toString());
    }

    private List<Call> calls() {
        var calls = new ArrayList<Call>();
        document.getAsJsonObject("paths")
                .entrySet()
                .forEach(path -> path.getValue()
                        .getAsJsonObject()
                        .entrySet()
                        .forEach(verb -> calls.add(new Call(
                                verb.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                verb.getValue().getAsJsonObject()))));
        return calls;
    }

    /// What requests and answers consist of, not these themselves: they stand with their call.
    private Map<String, JsonObject> shapes() {
        return schemas().entrySet().stream()
                .filter(schema -> !isOfOneCall(schema.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        schema -> schema.getValue().getAsJsonObject(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private boolean isOfOneCall(String name) {
        return calls().stream()
                .anyMatch(call -> name.equals(call.name() + "Request") || name.equals(call.name() + "Response"));
    }

    private String section(Call call) {
        var operation = call.operation();
        var html = new StringBuilder(
                """
                <section class="call" aria-labelledby="%1$s">
                <h3 id="%1$s">%2$s</h3>
                <p class="route"><span class="verb">%3$s</span> <code>%4$s</code></p>
                %5$s""".formatted(call.name(), summary(call), call.verb(), Html.text(call.path()), rest(call)));
        if (operation.has("security")) {
            html.append("<p>Needs no credentials.</p>\n");
        }
        if (operation.has("parameters")) {
            html.append("<h4>Parameters</h4>\n<ul class=\"members\">\n");
            operation.getAsJsonArray("parameters").forEach(parameter -> html.append(parameter(parameter)));
            html.append("</ul>\n");
        }
        if (operation.has("requestBody")) {
            html.append("<h4>Body</h4>\n").append(members(resolve(schema(operation.getAsJsonObject("requestBody")))));
        }
        var responses = operation.getAsJsonObject("responses");
        html.append("<h4>Answer</h4>\n").append(answer(responses.getAsJsonObject("200")));
        html.append("<h4>Errors</h4>\n<ul class=\"tags\">\n");
        responses.entrySet().stream()
                .filter(response -> !response.getKey().equals("200"))
                .forEach(response -> html.append(
                        errors(response.getKey(), response.getValue().getAsJsonObject())));
        return html.append("</ul>\n</section>\n").toString();
    }

    private static String summary(Call call) {
        return Html.inline(call.operation().get("summary").getAsString());
    }

    /// The description behind its first sentence, which is the heading.
    private static String rest(Call call) {
        var description = call.operation().get("description").getAsString();
        return Html.blocks(description.replaceFirst("(?s)^.*?\\.(\\s+|$)", ""));
    }

    private String errors(String status, JsonObject response) {
        var narrowed = schema(response).getAsJsonArray("allOf").get(1).getAsJsonObject();
        var types = narrowed.getAsJsonObject("properties")
                .getAsJsonObject("error_type")
                .getAsJsonArray("enum");
        return StreamSupport.stream(types.spliterator(), false)
                .map(JsonElement::getAsString)
                .map(type -> "<li>%s <a href=\"/errors/%2$s\"><code>%2$s</code></a></li>\n".formatted(status, type))
                .collect(Collectors.joining());
    }

    private String parameter(JsonElement parameter) {
        var member = parameter.getAsJsonObject();
        var required = member.get("required").getAsBoolean();
        return member(
                member.get("name").getAsString(), member.getAsJsonObject("schema"), required, description(member));
    }

    private String answer(JsonObject response) {
        return response.getAsJsonObject("content").has("application/json")
                ? members(
                        resolve(schema(response).getAsJsonArray("allOf").get(1).getAsJsonObject()))
                : "<p>%s</p>\n".formatted(Html.text(response.get("description").getAsString()));
    }

    private String members(JsonObject schema) {
        var properties = schema.getAsJsonObject("properties");
        if (properties == null || properties.isEmpty()) {
            return "<p>Nothing but what every answer has.</p>\n";
        }
        var required =
                schema.has("required") ? schema.getAsJsonArray("required").asList() : List.<JsonElement>of();
        var names = required.stream().map(JsonElement::getAsString).toList();
        return properties.entrySet().stream()
                .map(member -> member(
                        member.getKey(),
                        member.getValue().getAsJsonObject(),
                        names.contains(member.getKey()),
                        description(member.getValue().getAsJsonObject())))
                .collect(Collectors.joining("", "<ul class=\"members\">\n", "</ul>\n"));
    }

    private static String member(String name, JsonObject schema, boolean required, String description) {
        return "<li><code>%s</code><span class=\"type\">%s</span>%s%s</li>\n"
                .formatted(
                        Html.text(name),
                        type(schema),
                        required ? "" : "<span class=\"type\">optional</span>",
                        description);
    }

    private static String type(JsonObject schema) {
        if (schema.has("$ref")) {
            var name = schema.get("$ref").getAsString().replaceAll(".*/", "");
            return "<a href=\"#%1$s\">%1$s</a>".formatted(name);
        }
        if (schema.has("items")) {
            return "list of " + type(schema.getAsJsonObject("items"));
        }
        if (schema.has("anyOf") && !schema.has("type")) {
            return alternatives(schema.getAsJsonArray("anyOf"), one -> type(one.getAsJsonObject()));
        }
        if (schema.has("type") && schema.get("type").isJsonArray()) {
            return alternatives(schema.getAsJsonArray("type"), one -> Html.text(one.getAsString()))
                    + Html.text(limits(schema));
        }
        var type = schema.has("type") ? schema.get("type").getAsString() : "anything";
        return Html.text(type + limits(schema));
    }

    private static String alternatives(JsonArray either, Function<JsonElement, String> name) {
        return either.asList().stream().map(name).collect(Collectors.joining(" or "));
    }

    private static String limits(JsonObject schema) {
        var limits = new ArrayList<String>();
        if (schema.has("format") && !schema.get("format").getAsString().startsWith("int")) {
            limits.add(schema.get("format").getAsString());
        }
        if (schema.has("minimum") && schema.has("maximum")) {
            limits.add(schema.get("minimum") + " to " + schema.get("maximum"));
        }
        if (schema.has("maxLength")) {
            limits.add("at most " + schema.get("maxLength") + " characters");
        }
        if (schema.has("maxItems")) {
            limits.add("at most " + schema.get("maxItems"));
        }
        return limits.isEmpty() ? "" : ", " + String.join(", ", limits);
    }

    private static String description(JsonObject object) {
        return object.has("description") ? Html.blocks(object.get("description").getAsString()) : "";
    }

    private static JsonObject schema(JsonObject holder) {
        return holder.getAsJsonObject("content")
                .getAsJsonObject("application/json")
                .getAsJsonObject("schema");
    }

    private JsonObject resolve(JsonObject schema) {
        return schema.has("$ref")
                ? schemas().getAsJsonObject(schema.get("$ref").getAsString().replaceAll(".*/", ""))
                : schema;
    }

    private JsonObject schemas() {
        return document.getAsJsonObject("components").getAsJsonObject("schemas");
    }
}
