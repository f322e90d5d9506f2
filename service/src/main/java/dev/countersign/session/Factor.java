package dev.countersign.session;

import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import java.util.Objects;

/// A proof that a session rests on: somebody entered the code that was sent to a phone.
///
/// @param channel how the code was sent, the last time
/// @param addedAt when it was first proven within this session
/// @param provenAt when it was last
public record Factor(PhoneId phoneId, Channel channel, Instant addedAt, Instant provenAt) {

    public Factor {
        channel = Objects.requireNonNullElse(channel, Channel.SMS); // in snapshots from before there was another
    }

    Factor provenAgain(Channel by, Instant at) {
        return new Factor(phoneId, by, addedAt, at);
    }
}
