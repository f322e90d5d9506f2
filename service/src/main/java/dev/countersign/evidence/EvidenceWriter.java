package dev.countersign.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import dev.countersign.proof.Hash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Writes the lines of an evidence file, form 1. Each is one JSON object in UTF-8 without spaces, ended by a newline:
///
///     {"evidence":1,"checkpoint":"…"}                        the first line: the signed note
///     {"leaf_hash":"…","entry":{…}}                          an entry, its bytes as they are hashed
///     {"subtree":{"level":3,"index":2,"hash":"…"}}           stands for the entries 16 to 23
///
/// Entries and subtrees follow each other without gaps, from entry 0 up to the size of the checkpoint. Hashes are
/// in Base64. There is one way to write each line, so that a changed byte is never without meaning.
public final class EvidenceWriter implements EvidenceSink {
    static final String HEADER = "{\"evidence\":1,\"checkpoint\":";
    static final String LEAF_HASH = "{\"leaf_hash\":\"";
    static final String ENTRY = "\",\"entry\":";
    static final String SUBTREE = "{\"subtree\":{\"level\":%d,\"index\":%d,\"hash\":\"%s\"}}";

    private static final JsonFactory JSON = new JsonFactory();

    private final OutputStream out;
    private long entries;

    /// @param note the checkpoint that covers what will be written
    public EvidenceWriter(String note, OutputStream out) throws IOException {
        this.out = out;
        out.write(header(note));
        out.write('\n');
    }

    @Override
    public void entry(Hash hash, byte[] leaf) throws IOException {
        out.write((LEAF_HASH + hash + ENTRY).getBytes(UTF_8));
        out.write(leaf);
        out.write('}');
        out.write('\n');
        entries++;
    }

    /// How many were written so far.
    public long entries() {
        return entries;
    }

    @Override
    public void omitted(int level, long index, Hash hash) throws IOException {
        out.write(SUBTREE.formatted(level, index, hash).getBytes(UTF_8));
        out.write('\n');
    }

    static byte[] header(String note) throws IOException {
        var header = new ByteArrayOutputStream();
        header.writeBytes(HEADER.getBytes(UTF_8));
        try (var json = JSON.createGenerator(header)) {
            json.writeString(note);
        }
        header.write('}');
        return header.toByteArray();
    }
}
