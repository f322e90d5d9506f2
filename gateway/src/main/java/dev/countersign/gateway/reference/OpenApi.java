package dev.countersign.gateway.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Describes the REST side in the form of OpenAPI 3.1: <https://spec.openapis.org/oas/v3.1.0>.
final class OpenApi {
    private static final String HEAD = """
            {
              "openapi": "3.1.0",
              "info": {
                "title": "Countersign",
                "version": "1",
                "description": "Logs people in with one-time passcodes sent to their phone. Speaks the Consumer API of \
            Stytch.\\n\\nEvery answer but a file is a JSON object with `status_code` and `request_id`. Members that a request \
            does not know are passed over.",
                "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"}
              },
              "servers": [{"url": "/"}],
              "security": [{"project": []}]
            }""";
    private static final String PROJECT = """
            {"project": {"type": "http", "scheme": "basic",
              "description": "The project id is the user name, a secret of the project the password."}}""";
    private static final String ENVELOPE = """
            {"type": "object", "description": "What every answer has.", "required": ["status_code", "request_id"],
             "properties": {
               "status_code": {"type": "integer", "format": "int32", "description": "The HTTP status."},
               "request_id": {"type": "string", "description": "Names this request, in logs and in the audit trail."}}}""";
    private static final String ERROR = """
            {"type": "object", "description": "Why a request was refused.",
             "required": ["status_code", "request_id", "error_type", "error_message", "error_url"],
             "properties": {
               "status_code": {"type": "integer", "format": "int32", "description": "The HTTP status."},
               "request_id": {"type": "string", "description": "Names this request, in logs and in the audit trail."},
               "error_type": {"type": "string", "description": "The reason, for programs."},
               "error_message": {"type": "string", "description": "The reason, for developers."},
               "error_url": {"type": "string", "format": "uri", "description": "The page that explains it."},
               "error_details": {"type": "object", "additionalProperties": {"type": "string"},
                 "description": "What else is known, such as `attempts_left` or `field`."}}}""";

    private static final String REPEATING = """
            {"name": "Idempotency-Key", "in": "header", "required": false,
             "description": "Names this call: the same call with the same key gets the same answer for 24 hours, and has no \
            second effect.",
             "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}}""";

    private static final String FILE = """
            {"*/*": {"schema": {"type": "string"}}}""";

    private final Api api;
    private final Refusals refusals;
    private final Schemas schemas;

    OpenApi(Api api) {
        this.api = api;
        this.refusals = new Refusals(api);
        this.schemas = new Schemas(api.comments());
    }

    JsonObject document() {
        schemas.add("Envelope", json(ENVELOPE));
        schemas.add("Error", json(ERROR));
        var paths = new JsonObject();
        for (var rpc : api.rpcs()) {
            if (!paths.has(rpc.path())) {
                paths.add(rpc.path(), new JsonObject());
            }
            paths.getAsJsonObject(rpc.path()).add(rpc.verb(), operation(rpc));
        }
        var components = new JsonObject();
        components.add("securitySchemes", json(PROJECT));
        components.add("schemas", schemas.components());
        var document = json(HEAD);
        document.add("tags", tags());
        document.add("paths", paths);
        document.add("components", components);
        return document;
    }

    private JsonArray tags() {
        var tags = new JsonArray();
        var used = api.rpcs().stream().map(rpc -> rpc.method().getService()).collect(Collectors.toSet());
        api.services().stream().filter(used::contains).forEach(service -> {
            var tag = new JsonObject();
            tag.addProperty("name", service.getName());
            var comment = api.comments().of(service.getFullName());
            // What follows is about gRPC.
            Schemas.describe(tag, Refusals.withoutErrors(comment).replaceAll("(?s)\n*Credentials:.*", ""));
            tags.add(tag);
        });
        return tags;
    }

    private JsonObject operation(Rpc rpc) {
        var operation = new JsonObject();
        var method = rpc.method();
        var comment = Refusals.withoutErrors(api.comments().of(method.getFullName()));
        var summary = comment.replaceAll("(?s)^(.*?\\.)\\s.*", "$1").replace('\n', ' ');
        operation.add("tags", list(List.of(method.getService().getName())));
        operation.addProperty("operationId", method.getName());
        operation.addProperty("summary", summary.replaceAll("\\.$", ""));
        Schemas.describe(operation, comment);
        if (rpc.isPublic()) {
            operation.add("security", new JsonArray());
        }
        var parameters = parameters(rpc);
        if (!parameters.isEmpty()) {
            operation.add("parameters", parameters);
        }
        if (rpc.hasBody()) {
            var body = new JsonObject();
            body.addProperty("required", !rpc.verb().equals("delete"));
            body.add("content", content(schemas.request(method.getInputType().getName(), rpc.members())));
            operation.add("requestBody", body);
        }
        operation.add("responses", responses(rpc));
        return operation;
    }

    private JsonArray parameters(Rpc rpc) {
        var parameters = new JsonArray();
        var message = rpc.method().getInputType();
        rpc.variables().forEach(name -> parameters.add(parameter(message.findFieldByName(name), "path", true)));
        if (!rpc.hasBody()) {
            rpc.members().stream()
                    .filter(field -> field.getJavaType() != JavaType.MESSAGE)
                    .forEach(field -> parameters.add(parameter(field, "query", Limits.demand(field))));
        }
        if (rpc.isRepeatable()) {
            parameters.add(json(REPEATING));
        }
        return parameters;
    }

    private JsonObject parameter(FieldDescriptor field, String in, boolean required) {
        var parameter = new JsonObject();
        parameter.addProperty("name", field.getName());
        parameter.addProperty("in", in);
        parameter.addProperty("required", required);
        var schema = schemas.of(field, true);
        var description = schema.remove("description");
        if (description != null) {
            parameter.add("description", description);
        }
        parameter.add("schema", schema);
        return parameter;
    }

    private JsonObject responses(Rpc rpc) {
        var responses = new JsonObject();
        var success = new JsonObject();
        success.addProperty("description", rpc.isFile() ? "The file." : "It is done.");
        success.add(
                "content",
                rpc.isFile()
                        ? json(FILE)
                        : content(both(
                                Schemas.reference("Envelope"),
                                schemas.response(rpc.method().getOutputType()))));
        responses.add("200", success);
        refusals.of(rpc).stream()
                .collect(Collectors.groupingBy(Refusals::httpStatus, TreeMap::new, Collectors.toList()))
                .forEach((status, reasons) -> responses.add(String.valueOf(status), refusal(status, reasons)));
        return responses;
    }

    private JsonObject refusal(int status, List<EnumValueDescriptor> reasons) {
        var types = new JsonObject();
        types.add("enum", list(reasons.stream().map(Refusals::errorType).toList()));
        var properties = new JsonObject();
        properties.add("error_type", types);
        var narrowed = new JsonObject();
        narrowed.add("properties", properties);
        var content = content(both(Schemas.reference("Error"), narrowed));
        var refusal = new JsonObject();
        refusal.addProperty(
                "description",
                reasons.stream()
                        .map(reason -> "- `%s`: %s".formatted(Refusals.errorType(reason), Refusals.message(reason)))
                        .collect(Collectors.joining("\n")));
        if (status == 429) {
            refusal.add("headers", json("""
                    {"Retry-After": {"description": "In how many seconds to come back, where that helps.",
                      "schema": {"type": "integer"}}}"""));
        }
        refusal.add("content", content);
        return refusal;
    }

    private static JsonObject content(JsonObject schema) {
        var type = new JsonObject();
        type.add("schema", schema);
        var content = new JsonObject();
        content.add("application/json", type);
        return content;
    }

    private static JsonObject both(JsonElement one, JsonElement other) {
        var both = new JsonArray();
        both.add(one);
        both.add(other);
        var schema = new JsonObject();
        schema.add("allOf", both);
        return schema;
    }

    private static JsonArray list(List<String> texts) {
        var list = new JsonArray();
        texts.forEach(list::add);
        return list;
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
