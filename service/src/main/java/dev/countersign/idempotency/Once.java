package dev.countersign.idempotency;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.countersign.idempotency.Outcome.Answered;
import dev.countersign.idempotency.Outcome.Refused;
import dev.countersign.keys.AnswerSeals;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.Origin;
import dev.countersign.store.Transactions;
import dev.countersign.store.Whole;
import dev.countersign.v1.ErrorReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Carries a call out once, however often it is repeated with its key within 24 hours.
///
/// Guarantees: the answer is stored in the same commit as what the call did, so that after a crash or an
/// unknown outcome the repeated call gets that answer, or else is the first to do anything. A refusal that
/// comes with an effect, such as a wrong code that was counted, is an answer too. What had no effect is carried
/// out anew: a refusal for a wrong argument, a lock, a read.
///
/// The work makes the whole answer and may use [Transactions#run]; the rules of [Transactions#runWhole] apply
/// to it.
public final class Once {

    private static final Duration KEPT_FOR = Duration.ofHours(24);
    private static final int HASH_BYTES = 32;

    private final Transactions transactions;
    private final KeptAnswers answers;
    private final AnswerSeals seals;
    private final InstantSource clock;

    public Once(Transactions transactions, KeptAnswers answers, AnswerSeals seals, InstantSource clock) {
        this.transactions = transactions;
        this.answers = answers;
        this.seals = seals;
        this.clock = clock;
    }

    /// @param origin where the changes come from
    /// @param prototype of the answer
    /// @throws Refusal `INVALID_IDEMPOTENCY_KEY`, `IDEMPOTENCY_KEY_REUSED` if another request had the key, and
    ///     whatever the work throws
    public <A extends Message> A answer(Origin origin, Message request, A prototype, Supplier<A> work) {
        return answer(origin, request, prototype, kept -> {}, work);
    }

    /// @param stillTrue looks at a kept answer, and throws [Refusal] if it must not be given any more; kept refusals
    ///     pass it by
    public <A extends Message> A answer(
            Origin origin, Message request, A prototype, Consumer<A> stillTrue, Supplier<A> work) {
        var key = CallKey.of(request);
        if (key.isEmpty()) {
            return work.get();
        }
        var hash = new KeyHash(seals.hash(Caller.current().project(), key.get()));
        var asked = hash(request);
        return switch (decided(origin, hash, asked, prototype, stillTrue, work)) {
            case Answered(var message) -> cast(prototype, message);
            case Refused(var refusal) -> throw refusal;
        };
    }

    /// Who is refused because the same call was carried out meanwhile gets that one's answer: it is there by then.
    private <A extends Message> Outcome decided(
            Origin origin, KeyHash hash, byte[] asked, A prototype, Consumer<A> stillTrue, Supplier<A> work) {
        try {
            return transactions.runWhole(
                    origin,
                    whole -> kept(hash, asked, prototype, stillTrue)
                            .orElseGet(() -> carryOut(whole, hash, asked, work)));
        } catch (Refusal refusal) {
            return kept(hash, asked, prototype, stillTrue).orElseThrow(() -> refusal);
        }
    }

    private <A extends Message> Optional<Outcome> kept(KeyHash hash, byte[] asked, A prototype, Consumer<A> stillTrue) {
        return answers.find(hash)
                .filter(kept -> clock.instant().isBefore(kept.until()))
                .map(kept -> {
                    var bytes = ByteBuffer.wrap(seals.open(kept.sealed(), hash.value()));
                    var askedThen = new byte[HASH_BYTES];
                    bytes.get(askedThen);
                    if (!MessageDigest.isEqual(asked, askedThen)) {
                        throw Refusal.of(ErrorReason.ERROR_REASON_IDEMPOTENCY_KEY_REUSED);
                    }
                    var answer = new byte[bytes.remaining()];
                    bytes.get(answer);
                    var outcome = Outcome.parse(answer, prototype);
                    if (outcome instanceof Answered(var message)) {
                        stillTrue.accept(cast(prototype, message));
                    }
                    return outcome;
                });
    }

    private <A extends Message> Outcome carryOut(Whole whole, KeyHash hash, byte[] asked, Supplier<A> work) {
        var outcome = outcome(whole, work);
        if (whole.isSound()) {
            var bytes = outcome.bytes();
            var both =
                    ByteBuffer.allocate(asked.length + bytes.length).put(asked).put(bytes);
            var now = clock.instant();
            answers.keep(hash, seals.seal(both.array(), hash.value()), now, now.plus(KEPT_FOR));
        }
        return outcome;
    }

    private static <A extends Message> Outcome outcome(Whole whole, Supplier<A> work) {
        try {
            return new Answered(work.get());
        } catch (Refusal refusal) {
            if (whole.isSound()) {
                return new Refused(refusal);
            }
            throw refusal;
        }
    }

    /// Of the kind of request and of all that it says. Equal requests are equal bytes: maps are sorted.
    private static byte[] hash(Message request) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = CodedOutputStream.newInstance(bytes);
            out.useDeterministicSerialization();
            out.writeStringNoTag(request.getDescriptorForType().getFullName());
            CallKey.without(request).writeTo(out);
            out.flush();
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    @SuppressWarnings("unchecked") // Parsed by the prototype's own parser, or made by the work.
    private static <A extends Message> A cast(A prototype, Message message) {
        return (A) prototype.getClass().cast(message);
    }
}
