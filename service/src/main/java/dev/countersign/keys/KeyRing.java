package dev.countersign.keys;

import static dev.countersign.keys.KeyUse.CODES;
import static dev.countersign.keys.KeyUse.LOOKUP;
import static dev.countersign.keys.KeyUse.WRAPPING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.prf.PrfSet;
import dev.countersign.passcode.DerivedPasscodes;
import dev.countersign.passcode.PasscodeKeys;

/// Every long-lived secret of an installation.
///
/// Who has it can derive every code, and together with the database read every phone number; who loses it can
/// read and find none of them. The parts it hands out are ready to use and safe for many threads.
public final class KeyRing {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int PARTS = 3;

    private final KeysetHandle wrapping;
    private final KeysetHandle codes;
    private final KeysetHandle lookup;
    private final DataKeys dataKeys;
    private final SigningSeals signingSeals;
    private final PositionSeals positionSeals;
    private final AnswerSeals answerSeals;
    private final PasscodeKeys passcodeKeys;
    private final LookupHashes lookupHashes;
    private final SearchTokens searchTokens;
    private final Stamps stamps;
    private final LedgerSeeds ledgerSeeds;

    private KeyRing(KeysetHandle wrapping, KeysetHandle codes, KeysetHandle lookup) {
        this.wrapping = wrapping;
        this.codes = codes;
        this.lookup = lookup;
        var sealing = WRAPPING.primitive(wrapping, Aead.class);
        this.dataKeys = new DataKeys(sealing);
        this.signingSeals = new SigningSeals(sealing);
        this.positionSeals = new PositionSeals(sealing);
        this.passcodeKeys = new DerivedPasscodes(CODES.primitive(codes, PrfSet.class));
        var functions = LOOKUP.primitive(lookup, PrfSet.class);
        this.lookupHashes = new LookupHashes(functions);
        this.searchTokens = new SearchTokens(functions);
        this.stamps = new Stamps(functions);
        this.ledgerSeeds = new LedgerSeeds(functions);
        this.answerSeals = new AnswerSeals(sealing, functions);
    }

    /// A ring with fresh keys.
    public static KeyRing generate() {
        return new KeyRing(WRAPPING.generate(), CODES.generate(), LOOKUP.generate());
    }

    /// Reads what [#revealJson()] wrote.
    ///
    /// @throws KeyRingException if it is anything else; one line that names the damaged part and quotes nothing
    public static KeyRing parse(String json) {
        JsonNode document = document(json);
        var ring = new KeyRing(keyset(document, WRAPPING), keyset(document, CODES), keyset(document, LOOKUP));
        if (document.size() > PARTS) {
            throw new KeyRingException("The key ring is damaged: only wrapping, codes and lookup belong in it");
        }
        return ring;
    }

    /// The ring with new keys for wrapping and for codes; the old ones stay in it, so that all that was wrapped
    /// or issued under them still opens. The key for lookups stays: under another one no number would be found.
    ///
    /// A process that has only the older ring cannot use what the newer one makes: with several processes, take the
    /// two steps apart.
    public KeyRing rotated() {
        return withNextKeys().promoted();
    }

    /// The ring with new keys for wrapping and for codes that nothing is made under yet. A process that has it can use
    /// what is made under [#promoted].
    ///
    /// @throws KeyRingException if it has such keys already
    public KeyRing withNextKeys() {
        if (WRAPPING.hasNext(wrapping) || CODES.hasNext(codes)) {
            throw new KeyRingException("There are new keys already that nothing is made under: promote them first");
        }
        return new KeyRing(WRAPPING.withNext(wrapping), CODES.withNext(codes), lookup);
    }

    /// The ring that makes everything under its newest keys.
    ///
    /// @throws KeyRingException if it does so already
    public KeyRing promoted() {
        if (!WRAPPING.hasNext(wrapping) && !CODES.hasNext(codes)) {
            throw new KeyRingException("There are no new keys to promote: add some first");
        }
        return new KeyRing(WRAPPING.promoted(wrapping), CODES.promoted(codes), lookup);
    }

    /// The document with all keys in the clear, for the file or vault that keeps it.
    public String revealJson() {
        return JSON.createObjectNode()
                .<ObjectNode>set(WRAPPING.member(), document(WRAPPING.reveal(wrapping)))
                .<ObjectNode>set(CODES.member(), document(CODES.reveal(codes)))
                .<ObjectNode>set(LOOKUP.member(), document(LOOKUP.reveal(lookup)))
                .toPrettyString();
    }

    public DataKeys dataKeys() {
        return dataKeys;
    }

    public SigningSeals signingSeals() {
        return signingSeals;
    }

    public PositionSeals positionSeals() {
        return positionSeals;
    }

    public AnswerSeals answerSeals() {
        return answerSeals;
    }

    public PasscodeKeys passcodeKeys() {
        return passcodeKeys;
    }

    public LookupHashes lookupHashes() {
        return lookupHashes;
    }

    public SearchTokens searchTokens() {
        return searchTokens;
    }

    public Stamps stamps() {
        return stamps;
    }

    public LedgerSeeds ledgerSeeds() {
        return ledgerSeeds;
    }

    @Override
    public String toString() {
        return "KeyRing[******]";
    }

    private static JsonNode document(String json) {
        try {
            JsonNode document = JSON.readTree(json);
            if (document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException _) {
            // Its message would quote the document.
        }
        throw new KeyRingException("The key ring is damaged: it is not one JSON object");
    }

    private static KeysetHandle keyset(JsonNode document, KeyUse use) {
        JsonNode keyset = document.get(use.member());
        if (keyset == null) {
            throw new KeyRingException("The key ring is damaged: \"" + use.member() + "\" is missing");
        }
        return use.parse(keyset.toString());
    }
}
