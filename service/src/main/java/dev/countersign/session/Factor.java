package dev.countersign.session;

import dev.countersign.user.PhoneId;
import java.time.Instant;

/// A proof that a session rests on: somebody entered the code that was sent to a phone.
///
/// @param addedAt when it was first proven within this session
/// @param provenAt when it was last
public record Factor(PhoneId phoneId, Instant addedAt, Instant provenAt) {

    Factor provenAgain(Instant at) {
        return new Factor(phoneId, addedAt, at);
    }
}
