package dev.countersign.sms;

import dev.countersign.login.WrappedKey;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.privacy.Sealed;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// Whom a code still has to be sent to.
public interface OutgoingMessages {

    /// Where a message goes.
    record Recipient(PhoneId phoneId, UserId userId, Sealed number, WrappedKey wrappedKey) {}

    /// Those of the codes that are open, the newest of their phone, and not recorded as sent. Whether their time is up
    /// is for the caller to judge.
    Map<ChallengeId, Recipient> due(Collection<CodeIssued> codes);

    /// The challenges whose codes can still be used at `now`, sent or not.
    Map<ChallengeId, Recipient> alive(Instant now);
}
