package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.Candidate;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.DeviceRule;
import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.Nonce;
import dev.countersign.passcode.PasscodeCommand.IssueCode;
import dev.countersign.passcode.PasscodeCommand.VerifyCode;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeMismatched;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.privacy.Attributes;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectCommand.AddSecret;
import dev.countersign.project.ProjectEvent.SecretAdded;
import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecret;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import dev.countersign.session.CustomClaims;
import dev.countersign.session.Factor;
import dev.countersign.session.OpenSession;
import dev.countersign.session.SessionEvent.SessionStarted;
import dev.countersign.session.SessionId;
import dev.countersign.session.SessionToken;
import dev.countersign.user.Channel;
import dev.countersign.user.GuessPolicy;
import dev.countersign.user.PhoneFactorCommand.RegisterPhone;
import dev.countersign.user.PhoneFactorEvent.PhoneRegistered;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever is printed by accident, in a log or an exception, shows no secret and nothing personal.
class SecretsStayHiddenTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyRing ring = KeyRing.generate();
    private final DataKey key = ring.dataKeys().create();
    private final ProjectSecret secret = ProjectSecret.random(Environment.TEST, RANDOM);
    private final PhoneNumber number = PhoneNumber.ofStored("+12025550162");
    private final Attributes attributes = new Attributes("203.0.113.7", "Mozilla/5.0");
    private final Sealed sealedNumber = key.seal(number.e164(), "number");
    private final Sealed sealedAttributes = attributes.seal(key, "attributes");
    private final ChallengeId id = ChallengeId.random();
    private final Nonce nonce = Nonce.random(RANDOM);
    private final SessionToken token = SessionToken.random(RANDOM);
    private final SessionId session = SessionId.random(Environment.TEST);
    private final CustomClaims claims = CustomClaims.of(Map.of("note", "tell-tale claim"));
    private final Candidate candidate = new Candidate("4815162342");

    @Test
    void noTextFormShowsASecret() {
        assertThat(everythingPrinted())
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(number.e164().substring(2))
                        .doesNotContain(attributes.ipAddress())
                        .doesNotContain(attributes.userAgent())
                        .doesNotContain("4815162342")
                        .doesNotContain(secret.revealOnce())
                        .doesNotContain(token.revealToOwner())
                        .doesNotContain("tell-tale")
                        .doesNotContain(formsOf(token.hash().value()))
                        .doesNotContain(formsOf(key.revealForWrapping()))
                        .doesNotContain(formsOf(secret.hash().value()))
                        .doesNotContain(formsOf(sealedNumber.value()))
                        .doesNotContain(formsOf(nonce.value())));
    }

    private Stream<String> everythingPrinted() {
        var project = ProjectId.random(Environment.TEST);
        var secretId = SecretId.random(Environment.TEST);
        var user = UserId.random(Environment.TEST);
        var phone = PhoneId.random(Environment.TEST);
        var keys = ring.passcodeKeys();
        return Stream.of(
                        ring,
                        ring.dataKeys(),
                        ring.lookupHashes(),
                        keys,
                        key,
                        secret,
                        secret.hash(),
                        number,
                        attributes,
                        sealedNumber,
                        nonce,
                        candidate,
                        new AddSecret(project, secretId, secret.hash(), SecretRole.APPLICATION, NOW),
                        new SecretAdded(project, secretId, secret.hash(), SecretRole.APPLICATION, NOW),
                        new RegisterPhone(phone, user, project, sealedNumber, NOW, null, NOW),
                        new PhoneRegistered(phone, user, project, sealedNumber, NOW, null, NOW),
                        new IssueCode(
                                id,
                                phone,
                                nonce,
                                keys.current(),
                                PasscodePolicy.standard(),
                                GuessPolicy.standard(),
                                Channel.SMS,
                                MessageLocale.EN,
                                sealedAttributes,
                                NOW),
                        new CodeIssued(
                                id,
                                phone,
                                nonce,
                                keys.current(),
                                6,
                                5,
                                10,
                                100,
                                NOW,
                                Channel.SMS,
                                MessageLocale.EN,
                                sealedAttributes,
                                NOW),
                        new VerifyCode(id, candidate, DeviceRule.ANY, sealedAttributes, NOW),
                        new CodeMismatched(id, 4, sealedAttributes, NOW),
                        token,
                        token.hash(),
                        claims,
                        started(user, project, phone),
                        new OpenSession(
                                session,
                                user,
                                project,
                                NOW,
                                NOW,
                                NOW,
                                attributes,
                                claims,
                                List.of(new OpenSession.Proof.ByPhone(
                                        new Factor(phone, Channel.SMS, NOW, NOW), number)),
                                List.of()))
                .map(Object::toString);
    }

    private SessionStarted started(UserId user, ProjectId project, PhoneId phone) {
        return new SessionStarted(
                session,
                user,
                project,
                phone,
                Channel.SMS,
                token.hash(),
                token.seal(key, session),
                sealedAttributes,
                claims.seal(key, session),
                NOW,
                NOW);
    }

    private static String[] formsOf(byte[] bytes) {
        String list = Arrays.toString(bytes);
        return new String[] {
            HexFormat.of().formatHex(bytes),
            Base64.getEncoder().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
            list.substring(1, list.length() - 1)
        };
    }
}
