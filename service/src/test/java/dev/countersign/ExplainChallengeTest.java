package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.ChallengeOutcome;
import dev.countersign.v1.ExplainChallengeRequest;
import dev.countersign.v1.ExplainChallengeResponse;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The life of one challenge, as auditors are told it.
@Timeout(120)
class ExplainChallengeTest {
    private static final String NUMBER = "+12025550162";

    private static EmbeddedPostgres postgres;
    private TestService service;
    private NewSecret auditor;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void start() {
        service = TestService.onFreshDatabase(postgres);
        auditor = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void lifeOfAChallengeIsToldWithWhatTheSameCallsDid() {
        var phone = login();
        var code = service.codeOf(NUMBER, 1);
        assertThat(reasonOf(() -> authenticate(phone, "000000"))).isEqualTo("OTP_CODE_NOT_FOUND");
        authenticate(phone, code);

        var story = until(told -> told.getOutcome() == ChallengeOutcome.CHALLENGE_OUTCOME_VERIFIED
                && told.getDeliveriesCount() == 1
                && types(told).contains("session.SessionStarted"));

        assertThat(story.getPhoneId()).isEqualTo(phone);
        assertThat(story.getPhoneNumber()).isEqualTo("+1 202 ***-**62");
        assertThat(story.getCountry()).isEqualTo("US");
        assertThat(story.getExpiresAt().getSeconds() - story.getIssuedAt().getSeconds())
                .isEqualTo(120);
        assertThat(story.getWrongGuesses()).isEqualTo(1);
        assertThat(story.getLimits(0).getLimit()).isEqualTo("passcode.attempts");
        assertThat(story.getLimits(0).getValue()).isEqualTo(5);
        assertThat(story.getLimits(0).getUsed()).isEqualTo(1);
        assertThat(story.getLimits(1).getLimit()).isEqualTo("guess.lock-after");
        assertThat(story.getLimits(1).getValue()).isEqualTo(10);
        assertThat(story.getLimits(1).getUsed()).isZero();
        assertThat(story.getLimits(2).getLimit()).isEqualTo("guess.hard-stop");
        assertThat(story.getLimits(2).getValue()).isEqualTo(100);
        assertThat(story.getLimits(2).getUsed()).isZero();
        assertThat(story.getDeliveries(0).getTaken()).isTrue();
        assertThat(types(story))
                .contains(
                        "user.UserCreated",
                        "phone.PhoneRegistered",
                        "passcode.CodeIssued",
                        "passcode.CodeSent",
                        "passcode.CodeMismatched",
                        "phone.GuessFailed",
                        "passcode.CodeVerified",
                        "phone.PhoneVerified");
        assertThat(story.getEventsList()).extracting(AuditEvent::getEntry).isSorted();
    }

    @Test
    void guessesAtTheCodesBeforeAreTold() {
        var phone = login();
        service.codeOf(NUMBER, 1);
        assertThat(reasonOf(() -> authenticate(phone, "000000"))).isEqualTo("OTP_CODE_NOT_FOUND");
        var first = until(told -> told.getWrongGuesses() == 1).getChallengeId();
        login();

        var second = until(told -> !told.getChallengeId().equals(first));

        assertThat(second.getLimits(1).getUsed()).isEqualTo(1);
        assertThat(second.getWrongGuesses()).isZero();
        assertThat(explain(first).getOutcome()).isEqualTo(ChallengeOutcome.CHALLENGE_OUTCOME_SUPERSEDED);
    }

    @Test
    void endOfACodeIsWhenItsTimeRanOut() {
        login();
        until(told -> told.getOutcome() == ChallengeOutcome.CHALLENGE_OUTCOME_UNSPECIFIED);
        service.clock.advance(Duration.ofMinutes(5));

        var story = until(told -> told.getOutcome() == ChallengeOutcome.CHALLENGE_OUTCOME_EXPIRED);

        assertThat(story.getEndedAt()).isEqualTo(story.getExpiresAt());
    }

    /// A caller may give all of its calls one id.
    @Test
    void challengeIsToldHoweverManyEntriesShareItsRequestId() {
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER),
                "00000000-0000-4000-8000-000000000000");
        var calls = service.passcodes().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        for (var i = 0; i < 260; i++) {
            var _ = calls.loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                    .setPhoneNumber(NUMBER)
                    .build());
        }
        var all = Eventually.gives(
                () -> audit(auditor)
                        .listAuditEvents(ListAuditEventsRequest.newBuilder()
                                .setFilter(AuditFilter.newBuilder().setType("passcode.CodeIssued"))
                                .setLimit(1000)
                                .build())
                        .getEventsList(),
                events -> events.size() == 260);

        var story = explain(all.getFirst().getChallengeId());

        assertThat(story.getEventsList())
                .hasSize(500)
                .contains(all.getFirst(), all.get(1))
                .doesNotContain(all.getLast())
                .extracting(AuditEvent::getEntry)
                .isSorted();
        assertThat(story.hasIssuedAt()).isTrue();
    }

    @Test
    void challengesOfOthersAreNotFound() {
        login();
        var own = until(told -> true).getChallengeId();
        var other = service.service.projects().create("other", Environment.TEST);
        var stranger = service.service.projects().addSecret(other.project(), SecretRole.AUDITOR);

        assertThat(reasonOf(() -> audit(stranger)
                        .explainChallenge(ExplainChallengeRequest.newBuilder()
                                .setChallengeId(own)
                                .build())))
                .isEqualTo("CHALLENGE_NOT_FOUND");
        assertThat(reasonOf(() -> explain("nonsense"))).isEqualTo("CHALLENGE_NOT_FOUND");
    }

    private static List<String> types(ExplainChallengeResponse story) {
        return story.getEventsList().stream().map(AuditEvent::getType).toList();
    }

    /// Of the newest challenge.
    private ExplainChallengeResponse until(Predicate<ExplainChallengeResponse> expected) {
        var newest = Eventually.gives(
                        () -> audit(auditor)
                                .listAuditEvents(ListAuditEventsRequest.newBuilder()
                                        .setFilter(AuditFilter.newBuilder().setType("passcode.CodeIssued"))
                                        .build())
                                .getEventsList(),
                        events -> !events.isEmpty()
                                && expected.test(explain(events.getFirst().getChallengeId())))
                .getFirst()
                .getChallengeId();
        return explain(newest);
    }

    private ExplainChallengeResponse explain(String challenge) {
        return audit(auditor)
                .explainChallenge(ExplainChallengeRequest.newBuilder()
                        .setChallengeId(challenge)
                        .build());
    }

    private String login() {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build())
                .getPhoneId();
    }

    private void authenticate(String phone, String code) {
        var _ = service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionDurationMinutes(60)
                        .build());
    }

    private AuditServiceBlockingStub audit(NewSecret who) {
        return AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(who));
    }
}
