package dev.countersign.rpc;

import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.PasscodeServiceGrpc.PasscodeServiceImplBase;
import io.grpc.stub.StreamObserver;

/// Does what the test says before it answers. `SendBySms` is left out on purpose: it is the method nobody wrote.
final class ScriptedPasscodes extends PasscodeServiceImplBase {
    private volatile Runnable script = () -> {};
    private volatile Runnable afterwards = () -> {};

    /// What happens before the answer.
    void says(Runnable step) {
        script = step;
    }

    /// What happens after the answer has gone.
    void saysAfterwards(Runnable step) {
        afterwards = step;
    }

    @Override
    public void loginOrCreateBySms(
            LoginOrCreateBySmsRequest request, StreamObserver<LoginOrCreateBySmsResponse> observer) {
        script.run();
        observer.onNext(LoginOrCreateBySmsResponse.getDefaultInstance());
        observer.onCompleted();
        afterwards.run();
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> observer) {
        try {
            script.run();
        } catch (RuntimeException problem) {
            observer.onError(problem);
        }
    }
}
