package dev.countersign.gateway.console;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.gateway.ConsoleConfig;
import dev.countersign.gateway.Credentials;
import dev.countersign.gateway.Envelope;
import dev.countersign.gateway.HttpCall;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.Reply;
import dev.countersign.gateway.RequestBody;
import dev.countersign.v1.ErrorReason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in by way of an identity provider (OpenID Connect, authorization code with PKCE).
///
///     POST /console/api/oidc           {}              gives the `location` to send the browser to
///     POST /console/api/oidc/session   {code, state}   what it came back with; signs in
///
/// The provider sends people to the page `/console/signed-in`, whose script makes the second call: so the
/// cookie can stay `SameSite=Strict`, and nothing happens by following a link.
final class OidcSignIn {
    private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);
    private static final String ASKED = "countersign.oidc";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ConsoleConfig.Oidc config;
    private final OidcProvider provider;
    private final SignIn signIn;
    private final RequestBody body;
    private final SignInLimit limit;
    private final InstantSource clock;

    private record Asked(OidcProvider.Question question, Instant at) {}

    OidcSignIn(
            ConsoleConfig console,
            ConsoleConfig.Oidc config,
            SignIn signIn,
            RequestBody body,
            SignInLimit limit,
            InstantSource clock) {
        this.config = config;
        this.provider = new OidcProvider(config, console.url() + "/console/signed-in");
        this.signIn = signIn;
        this.body = body;
        this.limit = limit;
        this.clock = clock;
    }

    Reply begin(HttpCall call) throws IOException {
        var _ = Members.read(body, call);
        limit.take(call.client());
        var question = asked(call);
        var location = Struct.newBuilder()
                .putFields(
                        "location",
                        Value.newBuilder()
                                .setStringValue(question.location().toString())
                                .build())
                .build();
        return (response, callback) -> {
            call.request().getSession(true).setAttribute(ASKED, new Asked(question, clock.instant()));
            Envelope.of(location, call.id()).send(response, callback);
        };
    }

    private OidcProvider.Question asked(HttpCall call) {
        try {
            return provider.question();
        } catch (OidcProvider.Failure e) {
            LOG.warn("{}: {}", call.id(), e.getMessage());
            throw Refusal.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE);
        }
    }

    /// An answer counts once, in the browser that the question was asked in.
    Reply finish(HttpCall call) throws IOException {
        var given = Members.read(body, call);
        var session = call.request().getSession(false);
        var asked = session == null ? null : session.removeAttribute(ASKED);
        if (!(asked instanceof Asked(var question, var at)) || !clock.instant().isBefore(at.plus(PATIENCE))) {
            throw refused();
        }
        try {
            var person = provider.person(question, given.text("code"), given.text("state"));
            if (!person.mayComeIn()) {
                LOG.warn("{}: somebody came whose claims do not suffice", call.id());
                throw refused();
            }
            var credentials = Credentials.of(config.projectId(), config.secret());
            var rights = signIn.rights(credentials, call);
            var reply = signIn.begin(credentials, rights, person.name(), call);
            limit.giveBack(call.client());
            // In the trail all of them are one secret: by this line they can be told apart.
            LOG.info("{}: {} came, and reads with {}", call.id(), person.pseudonym(), rights.getSecretId());
            return reply;
        } catch (OidcProvider.Failure e) {
            LOG.warn("{}: {}", call.id(), e.getMessage());
            throw refused();
        }
    }

    private static Refusal refused() {
        return Refusal.of(ErrorReason.ERROR_REASON_CONSOLE_SIGN_IN_REFUSED);
    }
}
