package dev.countersign.login;

import dev.countersign.login.KnownPhone.Attachment;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.privacy.DataKey;
import dev.countersign.store.Commands;
import dev.countersign.user.PhoneFactorCommand.RegisterPhone;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.PhoneState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Gives a user a phone that nobody has proven yet, within the unit of work of the thread.
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
    /// @param lapsed what stands in the directory under the number and is not there any more; null: nothing
    public KnownPhone register(
            Owner owner, PhoneNumber number, NumberHash hash, @Nullable KnownPhone lapsed, Instant now) {
        return register(owner, personal.keyOf(owner), number, hash, lapsed, null, now);
    }

    /// @param key of the owner
    /// @param attachment null: the phone is the user's for good
    KnownPhone register(
            Owner owner,
            DataKey key,
            PhoneNumber number,
            NumberHash hash,
            @Nullable KnownPhone lapsed,
            @Nullable Attachment attachment,
            Instant now) {
        var phone = PhoneId.random(owner.projectId().environment());
        var sealed = personal.seal(number, key, phone);
        var known = new KnownPhone(phone, owner, sealed, PhoneState.fresh(), null, attachment);
        if (lapsed == null) {
            directory.addPhone(known, hash, now);
        } else {
            removal.lapse(lapsed, now);
            directory.replacePhone(lapsed, known, hash, now);
        }
        var until = attachment == null ? null : attachment.until();
        commands.send(new RegisterPhone(phone, owner.userId(), owner.projectId(), sealed, until, now));
        return known;
    }
}
