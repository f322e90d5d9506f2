package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The judge of the answers sees what is wrong with them.
class PromisedMembersTest {
    private static final String DOCUMENT = """
            {"components": {"schemas": {
              "Answer": {"type": "object", "required": ["id", "users"], "properties": {
                "id": {"type": "string"}, "count": {"type": "integer"}, "open": {"type": "boolean"},
                "ratio": {"type": "number"}, "free": {"type": "object"}, "anything": {},
                "cursor": {"type": ["string", "null"]},
                "owner": {"anyOf": [{"$ref": "#/components/schemas/User"}, {"type": "null"}]},
                "users": {"type": "array", "items": {"$ref": "#/components/schemas/User"}}}},
              "User": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}}""";
    private static final JsonNode SCHEMA = json("{\"$ref\": \"#/components/schemas/Answer\"}");
    private static final String REST = ", \"id\": \"x\", \"users\": []}";

    private final PromisedMembers strict = new PromisedMembers(json(DOCUMENT), false);
    private final PromisedMembers lenient = new PromisedMembers(json(DOCUMENT), true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"count\": 1",
                "\"open\": false",
                "\"ratio\": 1.5",
                "\"ratio\": 2",
                "\"free\": {\"a\": null}",
                "\"anything\": null",
                "\"cursor\": null",
                "\"cursor\": \"x\"",
                "\"owner\": null",
                "\"owner\": {\"name\": \"\"}",
                "\"unknown\": [1]"
            })
    void whatIsPromisedIsGood(String member) {
        assertThat(strict.broken(SCHEMA, json("{" + member + REST))).isEmpty();
        assertThat(lenient.broken(SCHEMA, json("{" + member + REST))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"count\": \"1\"`, .count",
                "`\"count\": 1.0`, .count",
                "`\"open\": 0`, .open",
                "`\"open\": \"true\"`, .open",
                "`\"ratio\": \"1\"`, .ratio",
                "`\"free\": []`, .free",
                "`\"cursor\": 1`, .cursor",
                "`\"owner\": {}`, .owner.name",
                "`\"owner\": {\"name\": 1}`, .owner.name",
                "`\"owner\": \"ada\"`, .owner"
            })
    void anotherTypeIsTold(String member, String path) {
        var answer = json("{" + member + REST);

        assertThat(strict.broken(SCHEMA, answer)).singleElement().asString().startsWith(path + ": ");
        assertThat(lenient.broken(SCHEMA, answer)).singleElement().asString().startsWith(path + ": ");
    }

    @Test
    void whatIsMissingIsToldWhereverItIs() {
        assertThat(strict.broken(SCHEMA, json("{\"users\": [{\"name\": \"\"}, {}]}")))
                .containsExactly(".id: missing", ".users[1].name: missing");
        assertThat(strict.broken(SCHEMA, json("{\"id\": \"x\", \"users\": {}}")))
                .hasSize(1);
        assertThat(strict.broken(SCHEMA, json("[]"))).hasSize(1);
    }

    @Test
    void nullMayStandForWhatNeedNotBeThereOnly() {
        var count = json("{\"count\": null" + REST);
        assertThat(strict.broken(SCHEMA, count)).hasSize(1);
        assertThat(lenient.broken(SCHEMA, count)).isEmpty();

        var id = json("{\"id\": null, \"users\": []}");
        assertThat(strict.broken(SCHEMA, id)).hasSize(1);
        assertThat(lenient.broken(SCHEMA, id)).hasSize(1);
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
