package dev.countersign.sms;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeSent;
import dev.countersign.sms.OutgoingMessages.Recipient;
import dev.countersign.store.EventReader;
import java.time.InstantSource;

/// Gives a handset back what it showed before a restart, for codes that are still alive. No code is stored anywhere:
/// the messages are made again from the events.
public final class HandsetReplay {

    private final OutgoingMessages outgoing;
    private final MessageRendering rendering;
    private final EventReader events;
    private final InstantSource clock;

    public HandsetReplay(
            OutgoingMessages outgoing, MessageRendering rendering, EventReader events, InstantSource clock) {
        this.outgoing = outgoing;
        this.rendering = rendering;
        this.events = events;
        this.clock = clock;
    }

    public void into(Handset handset) {
        outgoing.alive(clock.instant()).forEach((challenge, recipient) -> replay(challenge, recipient, handset));
    }

    private void replay(ChallengeId challenge, Recipient recipient, Handset handset) {
        var story = events.eventsOf(challenge.value());
        for (var event : story) {
            if (event instanceof CodeSent sent && story.getFirst() instanceof CodeIssued issued) {
                handset.receive(rendering.render(issued, recipient), sent.at());
            }
        }
    }
}
