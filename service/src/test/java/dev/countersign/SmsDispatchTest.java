package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.sms.SmsMessage;
import dev.countersign.sms.SmsSender;
import dev.countersign.sms.SmsSender.Delivery.Failed;
import dev.countersign.sms.SmsSender.Delivery.Taken;
import dev.countersign.sms.SmsSender.Delivery.Unsettled;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of a message when its carrier says this or that.
@Timeout(60)
class SmsDispatchTest {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void messageThatIsTakenAtOnceIsSentOnce() throws Exception {
        assertThat(deliveries(new ScriptedCarrier(new Taken()))).containsExactly("passcode.CodeSent");
    }

    @Test
    void carrierThatIsOutOfReachForAMomentIsAskedAgainWithTheSameMessage() throws Exception {
        var carrier = new ScriptedCarrier(new Unsettled("HTTP 503"), new Unsettled("ConnectException"), new Taken());

        assertThat(deliveries(carrier)).containsExactly("passcode.CodeSent");
        assertThat(carrier.asked).hasSize(3);
        assertThat(carrier.asked)
                .extracting(SmsMessage::id)
                .containsOnly(carrier.asked.getFirst().id());
        assertThat(carrier.asked)
                .extracting(SmsMessage::text)
                .containsOnly(carrier.asked.getFirst().text());
    }

    @Test
    void carrierThatStaysOutOfReachIsRecordedAsFailed() throws Exception {
        var carrier =
                new ScriptedCarrier(new Unsettled("HTTP 503"), new Unsettled("HTTP 503"), new Unsettled("HTTP 503"));

        assertThat(deliveries(carrier)).containsExactly("passcode.CodeDeliveryFailed");
    }

    @Test
    void refusedMessageIsNotSentAgain() throws Exception {
        var carrier = new ScriptedCarrier(new Failed("HTTP 400"));

        assertThat(deliveries(carrier)).containsExactly("passcode.CodeDeliveryFailed");
        assertThat(carrier.asked).hasSize(1);
    }

    @Test
    void carrierThatBreaksIsRecordedAsFailedAndTheNextMessageIsSent() throws Exception {
        var carrier = new ScriptedCarrier();
        try (var service = TestService.sendingBy(clock -> carrier, postgres)) {
            login(service);
            Eventually.gives(() -> recorded(service), events -> events.size() == 1);
            carrier.answers.add(new Taken());
            login(service);

            assertThat(Eventually.gives(() -> recorded(service), events -> events.size() == 2))
                    .containsExactly("passcode.CodeDeliveryFailed", "passcode.CodeSent");
        }
    }

    @Test
    void carrierThatAnswersAfterTheBatchIsAskedOnceAndKeepsNobodyWaiting() throws Exception {
        var slow = new SlowCarrier();
        try (var service = TestService.sendingBy(clock -> slow, postgres)) {
            login(service);

            assertThat(Eventually.gives(() -> recorded(service), events -> !events.isEmpty()))
                    .containsExactly("passcode.CodeSent");
            assertThat(slow.asked).hasValue(1);
        }
    }

    private static List<String> deliveries(SmsSender carrier) throws Exception {
        try (var service = TestService.sendingBy(clock -> carrier, postgres)) {
            login(service);
            return Eventually.gives(() -> recorded(service), events -> !events.isEmpty());
        }
    }

    private static void login(TestService service) {
        service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber("+12025550162")
                        .build());
    }

    private static List<String> recorded(TestService service) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery("""
                        select payload_type from event
                        where payload_type in ('passcode.CodeSent', 'passcode.CodeDeliveryFailed')
                        order by global_index""")) {
            var types = new ArrayList<String>();
            while (row.next()) {
                types.add(row.getString(1));
            }
            return types;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes a second longer than a batch waits.
    private static final class SlowCarrier implements SmsSender {
        private final CountDownLatch never = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Delivery send(SmsMessage message) {
            asked.incrementAndGet();
            try {
                assertThat(never.await(9, TimeUnit.SECONDS)).isFalse();
                return new Taken();
            } catch (InterruptedException e) {
                return new Failed("interrupted");
            }
        }
    }

    /// Answers in this order, and breaks when it has no answer left.
    private static final class ScriptedCarrier implements SmsSender {
        private final List<SmsMessage> asked = new ArrayList<>();
        private final Deque<Delivery> answers;

        ScriptedCarrier(Delivery... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public synchronized Delivery send(SmsMessage message) {
            asked.add(message);
            return answers.remove();
        }
    }
}
