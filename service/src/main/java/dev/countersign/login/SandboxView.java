package dev.countersign.login;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import dev.countersign.jwt.SessionJwts;
import dev.countersign.session.OpenSession;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionResponse;
import dev.countersign.v1.Name;
import dev.countersign.v1.PhoneNumber;
import dev.countersign.v1.User;
import java.time.Instant;
import java.util.Optional;

/// The sandbox's user and session, in the form in which callers see them: the same as at Stytch.
public final class SandboxView {

    private final SessionJwts jwts;

    public SandboxView(SessionJwts jwts) {
        this.jwts = jwts;
    }

    /// @param session empty: none was wished for
    AuthenticateResponse login(Optional<OpenSession> session) {
        var answer = AuthenticateResponse.newBuilder()
                .setUserId(Sandbox.USER.value())
                .setMethodId(Sandbox.PHONE.value())
                .setUser(user());
        session.ifPresent(open -> answer.setSession(SessionView.message(open))
                .setSessionToken(Sandbox.TOKEN.revealToOwner())
                .setSessionJwt(jwt(open)));
        return answer.build();
    }

    public AuthenticateSessionResponse check(OpenSession session) {
        return AuthenticateSessionResponse.newBuilder()
                .setSession(SessionView.message(session))
                .setSessionToken(Sandbox.TOKEN.revealToOwner())
                .setSessionJwt(jwt(session))
                .setUser(user())
                .build();
    }

    private String jwt(OpenSession session) {
        return jwts.mint(session, session.lastAccessedAt());
    }

    private static User user() {
        return User.newBuilder()
                .setUserId(Sandbox.USER.value())
                .setName(Name.getDefaultInstance())
                .setStatus(UserStatus.ACTIVE.text())
                .setCreatedAt(timestamp(Sandbox.BEGIN))
                .addPhoneNumbers(PhoneNumber.newBuilder()
                        .setPhoneId(Sandbox.PHONE.value())
                        .setPhoneNumber(Sandbox.NUMBER)
                        .setVerified(true))
                .setTrustedMetadata(Struct.getDefaultInstance())
                .setUntrustedMetadata(Struct.getDefaultInstance())
                .build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
