package dev.countersign.login;

import dev.countersign.passcode.Candidate;
import dev.countersign.privacy.Attributes;
import dev.countersign.user.PhoneId;

/// A code that somebody typed.
///
/// @param attributes what the caller saw of the person's device; may be empty
/// @param match what of them has to be as it was when the code was asked for
/// @param session the session that this starts or carries on
public record FinishLogin(
        PhoneId phoneId, Candidate candidate, Attributes attributes, MatchRequired match, SessionWish session) {}
