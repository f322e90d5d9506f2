package dev.countersign.session;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// What can be asked of a session. Each carries the moment at which it was asked.
///
/// Those that change a live session are answered with its state afterwards, and with nothing if it is dead:
/// then they have changed nothing. Those that end it are answered with true if it is over afterwards.
public sealed interface SessionCommand {
    SessionId sessionId();

    Instant at();

    record StartSession(
            @TargetAggregateIdentifier SessionId sessionId,
            UserId userId,
            ProjectId projectId,
            PhoneId phoneId,
            Channel channel,
            TokenHash tokenHash,
            Sealed token,
            @Nullable Sealed attributes,
            @Nullable Sealed customClaims,
            Instant expiresAt,
            Instant at)
            implements SessionCommand {}

    record AddFactor(@TargetAggregateIdentifier SessionId sessionId, PhoneId phoneId, Channel channel, Instant at)
            implements SessionCommand {}

    /// Sets the end; that may be an earlier one.
    record ExtendSession(@TargetAggregateIdentifier SessionId sessionId, Instant expiresAt, Instant at)
            implements SessionCommand {}

    /// Puts `next` in the place of `previous`. If the claims are others by now the answer is nothing, as if the
    /// session were dead: whoever merged into the old ones has to start again.
    record ChangeClaims(
            @TargetAggregateIdentifier SessionId sessionId,
            @Nullable Sealed previous,
            @Nullable Sealed next,
            Instant at)
            implements SessionCommand {}

    /// Ends it. Quiet if it is over.
    record RevokeSession(@TargetAggregateIdentifier SessionId sessionId, Instant at) implements SessionCommand {}

    /// Records that its time ran out; quiet before that.
    record ExpireSession(@TargetAggregateIdentifier SessionId sessionId, Instant at) implements SessionCommand {}
}
