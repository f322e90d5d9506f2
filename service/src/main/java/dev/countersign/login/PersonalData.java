package dev.countersign.login;

import dev.countersign.keys.KeyRing;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.privacy.Attributes;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.IpAddress;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.session.SessionId;
import dev.countersign.user.ExternalId;
import dev.countersign.user.Name;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import org.jspecify.annotations.Nullable;

/// Seals what is known of a person, and finds it again. Each value is bound to the phone or session that it
/// belongs to.
public final class PersonalData {

    private final KeyRing keys;

    public PersonalData(KeyRing keys) {
        this.keys = keys;
    }

    public NumberHash hash(ProjectId project, PhoneNumber number) {
        return new NumberHash(
                keys.lookupHashes().hash(project, number), keys.searchTokens().ofNumber(project, number));
    }

    public ExternalIdHash hash(ProjectId project, ExternalId id) {
        return new ExternalIdHash(keys.lookupHashes().hash(project, id));
    }

    public long[] prefixes(ProjectId project, Name name) {
        return keys.searchTokens().ofName(project, name);
    }

    public DataKey newKey() {
        return keys.dataKeys().create();
    }

    public WrappedKey wrap(DataKey key, UserId user) {
        return new WrappedKey(keys.dataKeys().wrap(key, user));
    }

    public Sealed seal(PhoneNumber number, DataKey key, PhoneId phone) {
        return key.seal(number.e164(), numberOf(phone));
    }

    /// Null if there is nothing to seal.
    @Nullable
    Sealed seal(Attributes attributes, DataKey key, PhoneId phone) {
        return attributes.isEmpty() ? null : attributes.seal(key, attributesOf(phone));
    }

    /// Null if there is nothing to seal.
    @Nullable
    Sealed seal(Attributes attributes, Owner owner, PhoneId phone) {
        return attributes.isEmpty() ? null : seal(attributes, keyOf(owner), phone);
    }

    Attributes open(@Nullable Sealed attributes, Owner owner, PhoneId phone) {
        return attributes == null ? Attributes.NONE : attributes(attributes, keyOf(owner), phone);
    }

    /// What an event of a challenge has of the device: it belongs to the phone.
    public Attributes attributes(Sealed sealed, DataKey key, PhoneId phone) {
        return Attributes.open(key, sealed, attributesOf(phone));
    }

    /// @throws dev.countersign.privacy.BrokenSealException if it was altered, or belongs to somebody else
    public PhoneNumber open(Sealed number, UserId user, WrappedKey key, PhoneId phone) {
        return open(number, keys.dataKeys().unwrap(key.value(), user), phone);
    }

    public PhoneNumber open(Sealed number, DataKey key, PhoneId phone) {
        return PhoneNumber.ofStored(key.open(number, numberOf(phone)));
    }

    /// Null if there is nothing to seal.
    @Nullable
    Sealed seal(Attributes attributes, DataKey key, SessionId session) {
        return attributes.isEmpty() ? null : attributes.seal(key, attributesOf(session));
    }

    public Attributes open(@Nullable Sealed attributes, DataKey key, SessionId session) {
        return attributes == null ? Attributes.NONE : Attributes.open(key, attributes, attributesOf(session));
    }

    public byte[] hash(ProjectId project, IpAddress address) {
        return keys.lookupHashes().hash(project, address);
    }

    public DataKey keyOf(Owner owner) {
        return keyOf(owner.userId(), owner.wrappedKey());
    }

    public DataKey keyOf(UserId user, WrappedKey wrapped) {
        return keys.dataKeys().unwrap(wrapped.value(), user);
    }

    private static String attributesOf(PhoneId phone) {
        return "attributes of " + phone.value();
    }

    private static String attributesOf(SessionId session) {
        return "attributes of " + session.value();
    }

    private static String numberOf(PhoneId phone) {
        return "number of " + phone.value();
    }
}
