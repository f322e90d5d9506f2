package dev.countersign.sms;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.Passcode;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneNumber;

/// A message to a phone, by SMS or another way. Its text holds the code, and never shows in `toString`.
///
/// @param id the same when the same message is sent again
public record SmsMessage(
        ChallengeId id, PhoneNumber to, Channel channel, MessageLocale locale, Passcode code, String text) {
    @Override
    public String toString() {
        return "SmsMessage[" + id + "]";
    }
}
