package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.Nonce;
import dev.countersign.privacy.BrokenSealException;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.UserId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyRing ring = KeyRing.generate();

    @Test
    void comesBackFromItsDocument() {
        String document = ring.revealJson();
        assertThat(KeyRing.parse(document).revealJson()).isEqualTo(document);
    }

    @Test
    void everyRingHasItsOwnKeys() {
        assertThat(KeyRing.generate().revealJson()).isNotEqualTo(ring.revealJson());
    }

    @Test
    void rotationKeepsDerivingOldCodesAndDerivesNewOnesUnderANewKey() {
        var old = ring.passcodeKeys();
        var rotated = KeyRing.parse(ring.rotated().revealJson()).passcodeKeys();
        var id = ChallengeId.random();
        var nonce = new Nonce(new byte[16]);

        assertThat(rotated.current()).isNotEqualTo(old.current());
        assertThat(rotated.derive(old.current(), id, nonce, 10).revealForSms())
                .isEqualTo(old.derive(old.current(), id, nonce, 10).revealForSms());
        assertThatThrownBy(() -> old.derive(rotated.current(), id, nonce, 10))
                .isInstanceOf(IllegalStateException.class);
    }

    /// Two processes are never further apart than one step: each can use what the other makes.
    @Test
    void neighboursInATwoStepRotationCanUseWhatTheOtherMakes() {
        var added = KeyRing.parse(ring.withNextKeys().revealJson());
        var promoted = KeyRing.parse(added.promoted().revealJson());

        assertThat(added.passcodeKeys().current()).isEqualTo(ring.passcodeKeys().current());
        assertThat(promoted.passcodeKeys().current())
                .isNotEqualTo(added.passcodeKeys().current());
        for (var pair : List.of(List.of(ring, added), List.of(added, promoted))) {
            assertUses(pair.getFirst(), pair.getLast());
            assertUses(pair.getLast(), pair.getFirst());
        }
        var user = UserId.random(Environment.TEST);
        var key = promoted.dataKeys().create();
        var wrapped = promoted.dataKeys().wrap(key, user);
        assertThatThrownBy(() -> ring.dataKeys().unwrap(wrapped, user)).isInstanceOf(BrokenSealException.class);
    }

    private static void assertUses(KeyRing reader, KeyRing maker) {
        var user = UserId.random(Environment.TEST);
        var key = maker.dataKeys().create();
        assertThat(reader.dataKeys()
                        .unwrap(maker.dataKeys().wrap(key, user), user)
                        .revealForWrapping())
                .isEqualTo(key.revealForWrapping());
        var project = ProjectId.random(Environment.TEST);
        assertThat(reader.positionSeals().open(maker.positionSeals().seal(7, project), project))
                .isEqualTo(7);
        assertThat(reader.signingSeals().open(maker.signingSeals().seal("key", project, "id"), project, "id"))
                .isEqualTo("key");
        var id = ChallengeId.random();
        var nonce = new Nonce(new byte[16]);
        var current = maker.passcodeKeys().current();
        assertThat(reader.passcodeKeys().derive(current, id, nonce, 10).revealForSms())
                .isEqualTo(maker.passcodeKeys().derive(current, id, nonce, 10).revealForSms());
    }

    @Test
    void stepsOfARotationComeInTurn() {
        assertThatThrownBy(() -> ring.withNextKeys().withNextKeys())
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("promote them first");
        assertThatThrownBy(ring::promoted).isInstanceOf(KeyRingException.class).hasMessageContaining("add some first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "null", "\"text\"", "{} {}", "{\"codes\": {}, \"codes\": {}}"})
    void documentThatIsNoJsonObjectIsSaidToBeNone(String document) {
        assertDamaged(document, "The key ring is damaged: it is not one JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrapping", "codes", "lookup"})
    void missingPartIsNamed(String member) {
        assertDamaged(changed(ring -> ring.remove(member)), "The key ring is damaged: \"" + member + "\" is missing");
    }

    @ParameterizedTest
    @CsvSource({"wrapping, codes", "codes, wrapping", "lookup, wrapping"})
    void keysOfTheWrongKindAreNotTaken(String member, String taken) {
        assertDamaged(changed(ring -> ring.set(member, ring.get(taken))), unusable(member));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "7", "\"AAAA\"", "{\"primaryKeyId\": 1, \"key\": []}"})
    void partThatIsNoKeysetIsNamed(String keyset) {
        assertDamaged(changed(ring -> ring.set("codes", parse(keyset))), unusable("codes"));
    }

    @Test
    void keyThatWasChangedOrCutIsNotQuoted() {
        assertDamaged(
                changed(ring -> ((ObjectNode) ring.at("/lookup/key/0/keyData")).put("value", "c2VjcmV0")),
                unusable("lookup"));
        assertDamaged(
                changed(ring -> ((ObjectNode) ring.at("/wrapping/key/0")).put("status", "DISABLED")),
                unusable("wrapping"));
    }

    @Test
    void foreignPartIsRefused() {
        assertDamaged(
                changed(ring -> ring.put("signing", 1)),
                "The key ring is damaged: only wrapping, codes and lookup belong in it");
    }

    @Test
    void textFormHidesTheKeys() {
        assertThat(ring).hasToString("KeyRing[******]");
    }

    private String changed(Consumer<ObjectNode> change) {
        ObjectNode document = (ObjectNode) parse(ring.revealJson());
        change.accept(document);
        return document.toString();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String unusable(String member) {
        return "The key ring is damaged: \"" + member + "\" is no Tink keyset of the kind that belongs there";
    }

    private static void assertDamaged(String document, String message) {
        assertThatThrownBy(() -> KeyRing.parse(document))
                .isInstanceOf(KeyRingException.class)
                .hasMessage(message)
                .hasNoCause();
    }
}
