package dev.countersign.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.session.SessionCommand.AddFactor;
import dev.countersign.session.SessionCommand.ChangeClaims;
import dev.countersign.session.SessionCommand.ExpireSession;
import dev.countersign.session.SessionCommand.ExtendSession;
import dev.countersign.session.SessionCommand.RevokeSession;
import dev.countersign.session.SessionCommand.StartSession;
import dev.countersign.session.SessionEvent.ClaimsChanged;
import dev.countersign.session.SessionEvent.FactorAdded;
import dev.countersign.session.SessionEvent.SessionExpired;
import dev.countersign.session.SessionEvent.SessionExtended;
import dev.countersign.session.SessionEvent.SessionRevoked;
import dev.countersign.session.SessionEvent.SessionStarted;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionTest {
    private static final SessionId ID = SessionId.random(Environment.TEST);
    private static final UserId USER = UserId.random(Environment.TEST);
    private static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final PhoneId PHONE = PhoneId.random(Environment.TEST);
    private static final PhoneId OTHER_PHONE = PhoneId.random(Environment.TEST);
    private static final TokenHash HASH = new TokenHash(new byte[32]);
    private static final Sealed TOKEN = new Sealed(new byte[] {1});
    private static final Sealed DEVICE = new Sealed(new byte[] {2});
    private static final Sealed CLAIMS = new Sealed(new byte[] {3});
    private static final Sealed OTHER_CLAIMS = new Sealed(new byte[] {4});
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SOON = START.plusSeconds(60);
    private static final Instant END = START.plus(Duration.ofHours(1));
    private static final Instant LAST_MOMENT = END.minusNanos(1);
    private static final Instant LATER_END = END.plus(Duration.ofHours(1));

    private final FixtureConfiguration<Session> fixture = new AggregateTestFixture<>(Session.class);

    @Test
    void sessionStarts() {
        fixture.givenNoPriorActivity()
                .when(new StartSession(ID, USER, PROJECT, PHONE, Channel.SMS, HASH, TOKEN, DEVICE, CLAIMS, END, START))
                .expectEvents(started());
    }

    @Test
    void anotherPhoneIsAnotherFactor() {
        fixture.given(started())
                .when(new AddFactor(ID, OTHER_PHONE, Channel.SMS, LAST_MOMENT))
                .expectResultMessagePayload(Optional.of(new SessionState(
                        END,
                        CLAIMS,
                        List.of(
                                new Factor(PHONE, Channel.SMS, START, START),
                                new Factor(OTHER_PHONE, Channel.SMS, LAST_MOMENT, LAST_MOMENT)))))
                .expectEvents(new FactorAdded(ID, OTHER_PHONE, Channel.SMS, LAST_MOMENT));
    }

    @Test
    void samePhoneIsTheSameFactorProvenAgain() {
        fixture.given(started())
                .when(new AddFactor(ID, PHONE, Channel.SMS, SOON))
                .expectResultMessagePayload(Optional.of(
                        new SessionState(END, CLAIMS, List.of(new Factor(PHONE, Channel.SMS, START, SOON)))))
                .expectEvents(new FactorAdded(ID, PHONE, Channel.SMS, SOON));
    }

    @Test
    void liveSessionIsProlonged() {
        fixture.given(started())
                .when(new ExtendSession(ID, LATER_END, LAST_MOMENT))
                .expectResultMessagePayload(Optional.of(state(LATER_END, CLAIMS)))
                .expectEvents(new SessionExtended(ID, LATER_END, LAST_MOMENT));
    }

    @Test
    void claimsAreChanged() {
        fixture.given(started())
                .when(new ChangeClaims(ID, CLAIMS, OTHER_CLAIMS, SOON))
                .expectResultMessagePayload(Optional.of(state(END, OTHER_CLAIMS)))
                .expectEvents(new ClaimsChanged(ID, OTHER_CLAIMS, SOON));
    }

    @Test
    void claimsMayBeTakenAway() {
        fixture.given(started())
                .when(new ChangeClaims(ID, CLAIMS, null, SOON))
                .expectResultMessagePayload(Optional.of(state(END, null)))
                .expectEvents(new ClaimsChanged(ID, null, SOON));
    }

    @Test
    void claimsThatWereChangedMeanwhileAreLeftAlone() {
        fixture.given(started(), new ClaimsChanged(ID, OTHER_CLAIMS, SOON))
                .when(new ChangeClaims(ID, CLAIMS, null, SOON))
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    @Test
    void liveSessionIsRevoked() {
        fixture.given(started())
                .when(new RevokeSession(ID, LAST_MOMENT))
                .expectResultMessagePayload(true)
                .expectEvents(new SessionRevoked(ID, LAST_MOMENT));
    }

    @Test
    void revocationFindsALapsedSessionExpired() {
        fixture.given(started())
                .when(new RevokeSession(ID, LATER_END))
                .expectResultMessagePayload(true)
                .expectEvents(new SessionExpired(ID, END));
    }

    @Test
    void sessionExpiresExactlyAtItsEnd() {
        fixture.given(started())
                .when(new ExpireSession(ID, END))
                .expectResultMessagePayload(true)
                .expectEvents(new SessionExpired(ID, END));
    }

    @Test
    void sessionDoesNotExpireBeforeItsEnd() {
        fixture.given(started())
                .when(new ExpireSession(ID, LAST_MOMENT))
                .expectResultMessagePayload(false)
                .expectNoEvents();
    }

    @Test
    void prolongedSessionDoesNotExpireAtItsOldEnd() {
        fixture.given(started(), new SessionExtended(ID, LATER_END, SOON))
                .when(new ExpireSession(ID, END))
                .expectResultMessagePayload(false)
                .expectNoEvents();
    }

    @Test
    void shortenedSessionExpiresAtItsNewEnd() {
        fixture.given(started(), new SessionExtended(ID, SOON, START))
                .when(new ExpireSession(ID, LAST_MOMENT))
                .expectResultMessagePayload(true)
                .expectEvents(new SessionExpired(ID, SOON));
    }

    static Stream<SessionCommand> changesAtTheEnd() {
        return Stream.of(
                new AddFactor(ID, PHONE, Channel.SMS, END),
                new ExtendSession(ID, LATER_END, END),
                new ChangeClaims(ID, CLAIMS, OTHER_CLAIMS, END));
    }

    @ParameterizedTest
    @MethodSource("changesAtTheEnd")
    void nothingChangesASessionAtItsEnd(SessionCommand change) {
        fixture.given(started())
                .when(change)
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    static Stream<SessionCommand> changes() {
        return Stream.of(
                new AddFactor(ID, PHONE, Channel.SMS, SOON),
                new ExtendSession(ID, LATER_END, SOON),
                new ChangeClaims(ID, CLAIMS, OTHER_CLAIMS, SOON));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nothingChangesARevokedSession(SessionCommand change) {
        fixture.given(started(), new SessionRevoked(ID, START))
                .when(change)
                .expectResultMessagePayload(Optional.empty())
                .expectNoEvents();
    }

    static Stream<SessionCommand> endings() {
        return Stream.of(new RevokeSession(ID, END), new ExpireSession(ID, END));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void revokedSessionEndsOnce(SessionCommand ending) {
        fixture.given(started(), new SessionRevoked(ID, SOON))
                .when(ending)
                .expectResultMessagePayload(true)
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("endings")
    void expiredSessionEndsOnce(SessionCommand ending) {
        fixture.given(started(), new SessionExpired(ID, END))
                .when(ending)
                .expectResultMessagePayload(true)
                .expectNoEvents();
    }

    @Test
    void stateIsAliveUntilJustBeforeItsEnd() {
        assertThat(state(END, null).isAlive(LAST_MOMENT)).isTrue();
        assertThat(state(END, null).isAlive(END)).isFalse();
    }

    private static SessionStarted started() {
        return new SessionStarted(ID, USER, PROJECT, PHONE, Channel.SMS, HASH, TOKEN, DEVICE, CLAIMS, END, START);
    }

    private static SessionState state(Instant end, @Nullable Sealed claims) {
        return new SessionState(end, claims, List.of(new Factor(PHONE, Channel.SMS, START, START)));
    }
}
