package dev.countersign.login;

import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneNumber;
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
/// All throw [Refusal] `INVALID_PHONE_NUMBER` or `INVALID_LOCALE`.
final class StartArguments {

    private final PasscodePolicy standard;

    /// @param standard what codes are like where a request does not say
    StartArguments(PasscodePolicy standard) {
        this.standard = standard;
    }

    StartLogin of(LoginOrCreateBySmsRequest request) {
        return new StartLogin(
                number(request.getPhoneNumber()),
                policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                Channel.SMS,
                locale(request.getLocale()),
                seen(request.getAttributes()),
                newUser(request.getCreateUserAsPending()));
    }

    StartLogin of(LoginOrCreateByWhatsappRequest request) {
        return new StartLogin(
                number(request.getPhoneNumber()),
                policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                Channel.WHATSAPP,
                locale(request.getLocale()),
                seen(request.getAttributes()),
                newUser(request.getCreateUserAsPending()));
    }

    StartLogin of(SendBySmsRequest request) {
        return new StartLogin(
                number(request.getPhoneNumber()),
                policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                Channel.SMS,
                locale(request.getLocale()),
                seen(request.getAttributes()),
                Optional.empty());
    }

    StartLogin of(SendByWhatsappRequest request) {
        return new StartLogin(
                number(request.getPhoneNumber()),
                policy(request.hasExpirationMinutes(), request.getExpirationMinutes()),
                Channel.WHATSAPP,
                locale(request.getLocale()),
                seen(request.getAttributes()),
                Optional.empty());
    }

    static dev.countersign.privacy.Attributes seen(Attributes attributes) {
        return new dev.countersign.privacy.Attributes(attributes.getIpAddress(), attributes.getUserAgent());
    }

    private static PhoneNumber number(String text) {
        return PhoneNumber.parse(text).orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER));
    }

    private static MessageLocale locale(String tag) {
        return tag.isEmpty()
                ? MessageLocale.STANDARD
                : MessageLocale.parse(tag).orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_INVALID_LOCALE));
    }

    private static Optional<UserStatus> newUser(boolean pending) {
        return Optional.of(pending ? UserStatus.PENDING : UserStatus.ACTIVE);
    }

    private PasscodePolicy policy(boolean asked, int minutes) {
        return asked
                ? new PasscodePolicy(standard.digits(), Duration.ofMinutes(minutes), standard.attempts())
                : standard;
    }
}
