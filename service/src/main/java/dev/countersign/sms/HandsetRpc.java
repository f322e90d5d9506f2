package dev.countersign.sms;

import com.google.protobuf.Timestamp;
import dev.countersign.rpc.Refusal;
import dev.countersign.sms.Handset.Received;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.HandsetMessage;
import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.ListMessagesResponse;
import io.grpc.stub.StreamObserver;

/// `HandsetService`, translated.
public final class HandsetRpc extends HandsetServiceGrpc.HandsetServiceImplBase {

    private final Handset handset;

    public HandsetRpc(Handset handset) {
        this.handset = handset;
    }

    @Override
    public void listMessages(ListMessagesRequest request, StreamObserver<ListMessagesResponse> responses) {
        var messages = request.getPhoneNumber().isEmpty() ? handset.messages() : handset.messagesTo(number(request));
        var response = ListMessagesResponse.newBuilder();
        messages.forEach(received -> response.addMessages(message(received)));
        responses.onNext(response.build());
        responses.onCompleted();
    }

    private static PhoneNumber number(ListMessagesRequest request) {
        return PhoneNumber.parse(request.getPhoneNumber())
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER));
    }

    private static HandsetMessage message(Received received) {
        return HandsetMessage.newBuilder()
                .setTo(received.message().to().e164())
                .setBody(received.message().text())
                .setChannel(received.message().channel().text())
                .setCode(received.message().code().revealForSms())
                .setReceivedAt(Timestamp.newBuilder()
                        .setSeconds(received.at().getEpochSecond())
                        .setNanos(received.at().getNano()))
                .build();
    }
}
