package dev.countersign.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.countersign.proof.Hash;
import dev.countersign.store.RawEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// An event as an entry of a ledger: the bytes that the tree is built over. Form 1.
///
/// One JSON object in UTF-8 without spaces, with the members below in this order; in strings only `"`, `\` and what is
/// below U+0020 is escaped. `data` and `origin` hold the stored JSON as a string, so that its bytes can be had back;
/// what is no UTF-8 stands there as Base64, called `data64` and `origin64`. `revision` is left out where there is
/// none.
///
///     {"form":1,"ledger":"project-test-…","entry":0,"position":1,"id":"…","stream":"…","sequence":0,"kind":"Project",
///      "type":"project.ProjectCreated","revision":"1","recorded_at":"2026-11-23T09:30:00.123456Z",
///      "data":"{…}","origin":"{…}"}
///
/// @param ledger its name
/// @param entry its number in the ledger, from 0
public record Leaf(String ledger, long entry, RawEvent event) {
    private static final int FORM = 1;
    private static final JsonFactory JSON = new JsonFactory();

    public byte[] bytes() {
        var out = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("form", FORM);
            json.writeStringField("ledger", ledger);
            json.writeNumberField("entry", entry);
            json.writeNumberField("position", event.position());
            json.writeStringField("id", event.id().toString());
            json.writeStringField("stream", event.stream());
            json.writeNumberField("sequence", event.sequence());
            json.writeStringField("kind", event.kind());
            json.writeStringField("type", event.type());
            if (event.revision() != null) {
                json.writeStringField("revision", event.revision());
            }
            json.writeStringField("recorded_at", event.recordedAt().toString());
            write(json, "data", event.payload());
            write(json, "origin", event.metadata());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written anywhere", e);
        }
        return out.toByteArray();
    }

    public Hash hash() {
        return Hash.leaf(bytes());
    }

    private static void write(JsonGenerator json, String name, byte[] stored) throws IOException {
        try {
            json.writeStringField(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(stored))
                            .toString());
        } catch (CharacterCodingException _) {
            json.writeBinaryField(name + "64", stored);
        }
    }
}
