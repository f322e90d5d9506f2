package dev.countersign.login;

import dev.countersign.passcode.PasscodeCommand.CloseChallenge;
import dev.countersign.store.Commands;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.PhoneFactorCommand.ExpireAttachment;
import dev.countersign.user.PhoneFactorCommand.GiveUpAttachment;
import dev.countersign.user.PhoneFactorCommand.RemovePhone;
import java.time.Instant;

/// Takes a phone off its user, within the unit of work of the thread.
///
/// Guarantees: no code that was sent to it is accepted afterwards, and whoever logs in with its number next is
/// somebody new. Of two units of which one removes a phone and the other issues or checks a code for it, one
/// starts again on what the other left.
///
/// Every unit of work that takes more than one of them asks challenges first, then their phones, then the user, and
/// sessions last. Axon locks what is asked until the unit ends: in another order two could each wait for the other.
public final class PhoneRemoval {

    private final Commands commands;
    private final LoginDirectory directory;

    public PhoneRemoval(Commands commands, LoginDirectory directory) {
        this.commands = commands;
        this.directory = directory;
    }

    public void remove(KnownPhone phone, Instant now) {
        closeChallenge(phone, now);
        refuseUnlessCurrent(commands.send(new RemovePhone(phone.phoneId(), now)));
        directory.remove(phone);
    }

    /// Records that the time of an attached phone is up, which takes it off as well. Its row is left to the
    /// caller: to remove, or to give to the phone that has its number next.
    void lapse(KnownPhone phone, Instant now) {
        closeChallenge(phone, now);
        refuseUnlessCurrent(commands.send(new ExpireAttachment(phone.phoneId(), now)));
    }

    /// Takes an attached phone off before its time is up, unless it is proven meanwhile. Its row is left to the caller,
    /// as by [#lapse].
    void giveUp(KnownPhone phone, Instant now) {
        closeChallenge(phone, now);
        refuseUnlessCurrent(commands.send(new GiveUpAttachment(phone.phoneId(), now)));
    }

    private void closeChallenge(KnownPhone phone, Instant now) {
        var newest = phone.newest();
        if (newest != null && newest.openUntil() != null) {
            refuseUnlessCurrent(commands.send(new CloseChallenge(newest.challengeId(), now)));
        }
    }

    private static void refuseUnlessCurrent(boolean asItWasRead) {
        if (!asItWasRead) {
            throw WriteConflict.staleRead();
        }
    }
}
