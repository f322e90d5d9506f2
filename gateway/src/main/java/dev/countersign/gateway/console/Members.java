package dev.countersign.gateway.console;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.countersign.gateway.HttpCall;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.RequestBody;
import java.io.IOException;

/// What a page sent: texts by name. Anything else throws [Refusal] with `BAD_REQUEST`.
record Members(JsonObject object) {

    static Members read(RequestBody body, HttpCall call) throws IOException {
        try {
            if (JsonParser.parseString(body.read(call.request())) instanceof JsonObject object) {
                return new Members(object);
            }
        } catch (JsonParseException _) {
            throw Refusal.badRequest();
        }
        throw Refusal.badRequest();
    }

    String text(String name) {
        if (object.get(name) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw Refusal.badRequest();
    }

    @Override
    public String toString() {
        return "Members[******]";
    }
}
