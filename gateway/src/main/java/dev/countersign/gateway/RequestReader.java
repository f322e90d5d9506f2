package dev.countersign.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/// Makes the request message of one RPC from an HTTP request: from the members of the body, or from the query where the
/// route has no body, and from the variables of the path, which win. Members and parameters that the message does not
/// know, and unknown names of values, are ignored, as Stytch's clients expect, unless the reader is strict.
///
/// An empty body counts as `{}` for `DELETE`, and is refused otherwise: a `POST` without a body is a mistake.
///
/// @param isStrict refuses them: what is misspelt must not mean something else
public record RequestReader(Message prototype, boolean hasBody, RequestBody body, boolean isStrict)
        implements RequestSource {
    private static final JsonFormat.Parser LENIENT = JsonFormat.parser().ignoringUnknownFields();
    private static final JsonFormat.Parser STRICT = JsonFormat.parser();

    public RequestReader(Message prototype, boolean hasBody, RequestBody body) {
        this(prototype, hasBody, body, false);
    }

    /// Throws [Refusal] if the request cannot be read. What its values mean is for the service to judge.
    @Override
    public Message read(HttpCall call) throws IOException {
        var message = prototype.newBuilderForType();
        if (hasBody) {
            mergeBody(call.request(), message);
        } else {
            merge(STRICT, query(call).toString(), message);
        }
        if (!call.variables().isEmpty()) {
            merge(STRICT, variables(call.variables(), message).toString(), message);
        }
        return message.build();
    }

    private void mergeBody(Request request, Message.Builder message) throws IOException {
        var json = body.read(request);
        if (!json.isEmpty()) {
            JsonShape.check(json, message.getDescriptorForType());
            merge(isStrict ? STRICT : LENIENT, json, message);
        } else if (!HttpMethod.DELETE.is(request.getMethod())) {
            throw Refusal.badRequest();
        }
    }

    /// The parameters as proto-JSON, where every scalar may be written as a text.
    private JsonObject query(HttpCall call) {
        var members = new JsonObject();
        for (var parameter : Request.extractQueryParameters(call.request())) {
            var field = prototype.getDescriptorForType().findFieldByName(parameter.getName());
            refuseUnless(field != null || !isStrict);
            if (field != null && field.isRepeated()) {
                var list = new JsonArray();
                parameter.getValues().forEach(list::add);
                members.add(field.getName(), list);
            } else if (field != null && !call.variables().containsKey(field.getName())) {
                refuseUnless(parameter.getValues().size() == 1);
                members.addProperty(field.getName(), parameter.getValue());
            }
        }
        return members;
    }

    private static JsonObject variables(Map<String, String> variables, Message.Builder message) {
        var members = new JsonObject();
        variables.forEach((name, value) -> {
            message.clearField(message.getDescriptorForType().findFieldByName(name));
            members.addProperty(name, value);
        });
        return members;
    }

    private static void merge(JsonFormat.Parser parser, String json, Message.Builder message) {
        try {
            parser.merge(json, message);
        } catch (InvalidProtocolBufferException e) {
            throw Refusal.badRequest();
        }
    }

    private static void refuseUnless(boolean good) {
        if (!good) {
            throw Refusal.badRequest();
        }
    }
}
