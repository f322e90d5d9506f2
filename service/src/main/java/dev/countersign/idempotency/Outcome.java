package dev.countersign.idempotency;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;

/// What a call was answered: a message, or a refusal.
sealed interface Outcome {

    record Answered(Message message) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}

    /// In the form of `google.rpc.Status`, whose code 0 says that the one detail is the answer.
    default byte[] bytes() {
        return switch (this) {
            case Answered(var message) ->
                Status.newBuilder().addDetails(Any.pack(message)).build().toByteArray();
            case Refused(var refusal) -> status(refusal).toByteArray();
        };
    }

    /// @param prototype of the message, if it is one
    static Outcome parse(byte[] bytes, Message prototype) {
        try {
            var status = Status.parseFrom(bytes);
            if (status.getCode() != 0) {
                return new Refused(refusal(status));
            }
            var answer = status.getDetails(0).getValue();
            return new Answered(prototype.getParserForType().parseFrom(answer));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A kept answer is not what was kept", e);
        }
    }

    private static Status status(Refusal refusal) {
        var status = Status.newBuilder()
                .setCode(refusal.reason().getNumber())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .putAllMetadata(refusal.metadata())
                        .build()));
        refusal.retryDelay()
                .ifPresent(delay -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder()
                                .setSeconds(delay.getSeconds())
                                .setNanos(delay.getNano()))
                        .build())));
        return status.build();
    }

    private static Refusal refusal(Status status) throws InvalidProtocolBufferException {
        var refusal = Refusal.of(ErrorReason.forNumber(status.getCode()));
        for (var fact :
                status.getDetails(0).unpack(ErrorInfo.class).getMetadataMap().entrySet()) {
            refusal = refusal.with(fact.getKey(), fact.getValue());
        }
        if (status.getDetailsCount() == 1) {
            return refusal;
        }
        var delay = status.getDetails(1).unpack(RetryInfo.class).getRetryDelay();
        return refusal.retryAfter(java.time.Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
    }
}
