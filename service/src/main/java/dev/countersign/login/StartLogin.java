package dev.countersign.login;

import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.PasscodePolicy;
import dev.countersign.privacy.Attributes;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneNumber;

/// A wish to log in with a number.
///
/// @param policy what the code is to be like
/// @param channel the way that the message takes
/// @param locale the language that it is written in
/// @param attributes what the caller saw of the person's device; may be empty
/// @param addressee whose phone it is
public record StartLogin(
        PhoneNumber number,
        PasscodePolicy policy,
        Channel channel,
        MessageLocale locale,
        Attributes attributes,
        Addressee addressee) {}
