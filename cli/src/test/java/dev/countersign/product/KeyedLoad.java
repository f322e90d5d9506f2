package dev.countersign.product;

import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.ExchangePrimaryFactorRequest;
import dev.countersign.v1.HandsetMessage;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.NameChange;
import dev.countersign.v1.UpdateUserRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Callers who give each call a key, and repeat it, at whatever node, until it is answered; and then once more.
final class KeyedLoad {
    private static final Duration DELIVERY = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 20_000_000;

    /// What a key is for. Each has one effect.
    enum Call {
        LOGIN,
        WRONG_CODE,
        RIGHT_CODE,
        CREATE,
        RENAME,
        EXCHANGE
    }

    private final Nodes nodes;
    private final AtomicLongArray answered = new AtomicLongArray(Call.values().length);
    private final Queue<String> disagreements = new ConcurrentLinkedQueue<>();
    private final LongAdder lost = new LongAdder();
    private final LongAdder answeredOnce = new LongAdder();
    private volatile boolean over;

    KeyedLoad(Nodes nodes) {
        this.nodes = nodes;
    }

    /// Goes on until [#end]; what was begun then is finished.
    void run(int callers) {
        Crowd.of(callers, caller -> {
            while (!over) {
                if (caller % 2 == 0) {
                    logIn();
                } else {
                    manage();
                }
            }
            return caller;
        });
    }

    void end() {
        over = true;
    }

    /// How many keys for such calls were answered twice.
    long answered(Call call) {
        return answered.get(call.ordinal());
    }

    long answered() {
        return Stream.of(Call.values()).mapToLong(this::answered).sum();
    }

    /// How often a call got no answer.
    long lost() {
        return lost.sum();
    }

    /// How many keys were answered at least once.
    long answeredOnce() {
        return answeredOnce.sum();
    }

    /// Keys whose two answers differ.
    List<String> disagreements() {
        return List.copyOf(disagreements);
    }

    private void logIn() {
        var number = PhoneNumbers.fresh();
        var phone = insist(
                        Call.LOGIN,
                        (node, key) -> node.passcodes()
                                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                                        .setPhoneNumber(number)
                                        .setExpirationMinutes(10)
                                        .setRequestId(key)
                                        .build()))
                .getPhoneId();
        var code = Eventually.gives(DELIVERY, () -> messagesTo(number), messages -> !messages.isEmpty())
                .getFirst()
                .getCode();
        var wrong = code.equals("000000") ? "000001" : "000000";
        insist(Call.WRONG_CODE, (node, key) -> refusal(node, attempt(phone, wrong, key)));
        insist(Call.RIGHT_CODE, (node, key) -> node.passcodes().authenticate(attempt(phone, code, key)));
    }

    private void manage() {
        var number = PhoneNumbers.fresh();
        var user = insist(
                        Call.CREATE,
                        (node, key) -> node.users()
                                .createUser(CreateUserRequest.newBuilder()
                                        .setPhoneNumber(number)
                                        .setRequestId(key)
                                        .build()))
                .getUserId();
        insist(
                Call.RENAME,
                (node, key) -> node.users()
                        .updateUser(UpdateUserRequest.newBuilder()
                                .setUserId(user)
                                .setName(NameChange.newBuilder().setFirstName("Ada"))
                                .setRequestId(key)
                                .build()));
        var next = PhoneNumbers.fresh();
        insist(
                Call.EXCHANGE,
                (node, key) -> node.users()
                        .exchangePrimaryFactor(ExchangePrimaryFactorRequest.newBuilder()
                                .setUserId(user)
                                .setPhoneNumber(next)
                                .setRequestId(key)
                                .build()));
    }

    private static AuthenticateRequest attempt(String phone, String code, String key) {
        return AuthenticateRequest.newBuilder()
                .setMethodId(phone)
                .setCode(code)
                .setSessionDurationMinutes(60)
                .setRequestId(key)
                .build();
    }

    /// A refusal that the service gave; that it cannot be reached is none.
    private static Attempt<?> refusal(GrpcClient node, AuthenticateRequest request) {
        try {
            return new Attempt.Answered<>(node.passcodes().authenticate(request));
        } catch (StatusRuntimeException e) {
            if (isLost(e)) {
                throw e;
            }
            return Attempt.of(() -> {
                throw e;
            });
        }
    }

    private interface Keyed<T> {
        T send(GrpcClient node, String key);
    }

    private <T> T insist(Call call, Keyed<T> keyed) {
        var key = UUID.randomUUID().toString();
        var first = answer(keyed, key);
        answeredOnce.increment();
        var again = answer(keyed, key);
        if (!first.equals(again)) {
            disagreements.add(call + "\n" + first + "\n" + again);
        }
        answered.incrementAndGet(call.ordinal());
        return first;
    }

    private <T> T answer(Keyed<T> keyed, String key) {
        for (var node = ThreadLocalRandom.current().nextInt(nodes.count()); ; node++) {
            try {
                return keyed.send(nodes.of(node), key);
            } catch (StatusRuntimeException e) {
                if (!isLost(e)) {
                    throw e;
                }
                lost.increment();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static boolean isLost(StatusRuntimeException failure) {
        return failure.getStatus().getCode() == Status.Code.UNAVAILABLE;
    }

    /// Of those nodes that live.
    private List<HandsetMessage> messagesTo(String number) {
        return IntStream.range(0, nodes.count())
                .mapToObj(node -> messagesAt(node, number))
                .flatMap(List::stream)
                .toList();
    }

    private List<HandsetMessage> messagesAt(int node, String number) {
        try {
            return nodes.of(node).messagesTo(number);
        } catch (StatusRuntimeException e) {
            return List.of();
        }
    }
}
