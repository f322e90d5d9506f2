package dev.countersign.login;

import dev.countersign.login.Addressee.Anybody;
import dev.countersign.login.Addressee.Holder;
import dev.countersign.login.Addressee.ThisUser;
import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserReference;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendByWhatsappRequest;
import java.time.Duration;
import java.util.Optional;

/// What a request says of a code that is to be sent.
///
/// All throw [Refusal] `INVALID_PHONE_NUMBER` or `INVALID_LOCALE`; where a session may be shown, also those of
/// [SessionArguments#reference].
final class StartArguments {

    private final PasscodePolicy standard;
    private final SessionArguments sessions;

    /// @param standard what codes are like where a request does not say
    StartArguments(PasscodePolicy standard, SessionArguments sessions) {
        this.standard = standard;
        this.sessions = sessions;
    }

    StartLogin of(LoginOrCreateBySmsRequest request) {
        return new StartLogin(
                number(request.getPhoneNumber()),
                policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                Channel.SMS,
                locale(request.getLocale()),
                seen(request.getAttributes()),
                new Anybody(request.getCreateUserAsPending() ? UserStatus.PENDING : UserStatus.ACTIVE));
    }

    StartLogin of(LoginOrCreateByWhatsappRequest request) {
        return new StartLogin(
                number(request.getPhoneNumber()),
                policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                Channel.WHATSAPP,
                locale(request.getLocale()),
                seen(request.getAttributes()),
                new Anybody(request.getCreateUserAsPending() ? UserStatus.PENDING : UserStatus.ACTIVE));
    }

    StartLogin of(ProjectId project, SendBySmsRequest request) {
        return new StartLogin(
                number(request.getPhoneNumber()),
                policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                Channel.SMS,
                locale(request.getLocale()),
                seen(request.getAttributes()),
                addressee(project, request.getUserId(), request.getSessionToken(), request.getSessionJwt()));
    }

    StartLogin of(ProjectId project, SendByWhatsappRequest request) {
        return new StartLogin(
                number(request.getPhoneNumber()),
                policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                Channel.WHATSAPP,
                locale(request.getLocale()),
                seen(request.getAttributes()),
                addressee(project, request.getUserId(), request.getSessionToken(), request.getSessionJwt()));
    }

    static dev.countersign.privacy.Attributes seen(Attributes attributes) {
        return new dev.countersign.privacy.Attributes(attributes.getIpAddress(), attributes.getUserAgent());
    }

    /// The sandbox's number, too, which no country could assign.
    private static PhoneNumber number(String text) {
        return Sandbox.number(text)
                .or(() -> PhoneNumber.parse(text))
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER));
    }

    private static MessageLocale locale(String tag) {
        return tag.isEmpty()
                ? MessageLocale.STANDARD
                : MessageLocale.parse(tag).orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_LOCALE));
    }

    private Addressee addressee(ProjectId project, String user, String token, String jwt) {
        var session = sessions.reference(project, token, jwt);
        var named = user.isEmpty() ? Optional.<UserReference>empty() : Optional.of(UserArguments.reference(user));
        return session.isEmpty() && named.isEmpty() ? new Holder() : new ThisUser(named, session);
    }

    private PasscodePolicy policy(boolean asked, int minutes) {
        return asked
                ? new PasscodePolicy(standard.digits(), Duration.ofMinutes(minutes), standard.attempts())
                : standard;
    }
}
