package dev.countersign.login;

import dev.countersign.login.KnownPhone.Attachment;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.privacy.DataKey;
import dev.countersign.store.Commands;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.InheritedGuesses;
import dev.countersign.user.PhoneFactorCommand.PassOnGuesses;
import dev.countersign.user.PhoneFactorCommand.RegisterPhone;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.PhoneState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives a user a phone that nobody has proven yet, within the unit of work of the thread. Wrong guesses at its number
/// count on, whoever had it before.
public final class PhoneRegistration {

    private final Commands commands;
    private final LoginDirectory directory;
    private final PhoneRemoval removal;
    private final PersonalData personal;

    public PhoneRegistration(Commands commands, LoginDirectory directory, PhoneRemoval removal, PersonalData personal) {
        this.commands = commands;
        this.directory = directory;
        this.removal = removal;
        this.personal = personal;
    }

    /// The phone is the user's for good.
    ///
    /// @param before what stands in the directory under the number and is not there any more; null: nothing
    public KnownPhone register(
            Owner owner, PhoneNumber number, NumberHash hash, @Nullable NumberEntry before, Instant now) {
        return register(owner, personal.keyOf(owner), number, hash, before, null, now);
    }

    /// @param key of the owner
    /// @param before as above, or a phone that is attached and not proven: it is taken off
    /// @param attachment null: the phone is the user's for good
    KnownPhone register(
            Owner owner,
            DataKey key,
            PhoneNumber number,
            NumberHash hash,
            @Nullable NumberEntry before,
            @Nullable Attachment attachment,
            Instant now) {
        var phone = PhoneId.random(owner.projectId().environment());
        var sealed = personal.seal(number, key, phone);
        var inherited = before == null ? null : takeOver(before, now);
        var state = inherited == null ? PhoneState.fresh() : inherited.state();
        var known = new KnownPhone(phone, owner, sealed, state, null, attachment);
        if (before == null) {
            directory.addPhone(known, hash, now);
        } else {
            directory.replacePhone(before, known, hash, now);
        }
        var until = attachment == null ? null : attachment.until();
        commands.send(new RegisterPhone(phone, owner.userId(), owner.projectId(), sealed, until, inherited, now));
        return known;
    }

    /// What is taken over is recorded on the phone before, too: of two that would be the next one, one starts again.
    private @Nullable InheritedGuesses takeOver(NumberEntry before, Instant now) {
        switch (before) {
            case KnownPhone attached when attached.isThere(now) -> removal.giveUp(attached, now);
            case KnownPhone lapsed -> removal.lapse(lapsed, now);
            case NumberEntry.Removed _ -> {}
        }
        if (!before.state().hasGuesses()) {
            return null;
        }
        Optional<PhoneState> left = commands.send(new PassOnGuesses(before.phoneId(), now));
        return InheritedGuesses.of(before.phoneId(), left.orElseThrow(WriteConflict::staleRead));
    }
}
