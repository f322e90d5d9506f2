package dev.countersign.sms;

import dev.countersign.login.PersonalData;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeKeys;
import dev.countersign.sms.OutgoingMessages.Recipient;
import java.time.Duration;

/// Makes the message of a code, as often as it is needed and always the same.
public final class MessageRendering {

    private final PasscodeKeys codes;
    private final PersonalData personal;
    private final SmsText text;

    public MessageRendering(PasscodeKeys codes, PersonalData personal, SmsText text) {
        this.codes = codes;
        this.personal = personal;
        this.text = text;
    }

    SmsMessage render(CodeIssued issued, Recipient recipient) {
        var number = personal.open(recipient.number(), recipient.userId(), recipient.wrappedKey(), recipient.phoneId());
        var code = codes.derive(issued.key(), issued.challengeId(), issued.nonce(), issued.digits());
        return new SmsMessage(
                issued.challengeId(),
                number,
                issued.channel(),
                issued.locale(),
                code,
                text.render(
                        code, Duration.between(issued.at(), issued.expiresAt()), issued.channel(), issued.locale()));
    }
}
