package dev.countersign.gateway.console;

import dev.countersign.gateway.ConsoleConfig;
import dev.countersign.gateway.Credentials;
import dev.countersign.gateway.Refusal;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.GetAuditorResponse;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// Who is signed in, by the session of the request.
record Visits(ConsoleConfig config, InstantSource clock) {
    private static final String AUDITOR = "countersign.auditor";

    /// Who made the request; counts as a sign of life. Empty: nobody is signed in, or not any more.
    Optional<Auditor> find(Request request) {
        var found = look(request);
        found.ifPresent(auditor -> auditor.use(clock.instant()));
        return found;
    }

    /// The same, for what a page does by itself.
    Optional<Auditor> look(Request request) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(AUDITOR) instanceof Auditor auditor)) {
            return Optional.empty();
        }
        if (auditor.isOver(clock.instant())) {
            session.invalidate();
            return Optional.empty();
        }
        return Optional.of(auditor);
    }

    /// As [#look(Request)]. Throws [Refusal] with `CONSOLE_SESSION_NOT_FOUND`.
    Auditor requireQuietly(Request request) {
        return look(request).orElseThrow(Visits::nobody);
    }

    /// As [#find(Request)]. Throws [Refusal] with `CONSOLE_SESSION_NOT_FOUND`.
    Auditor require(Request request) {
        return find(request).orElseThrow(Visits::nobody);
    }

    static Refusal nobody() {
        return Refusal.of(ErrorReason.ERROR_REASON_CONSOLE_SESSION_NOT_FOUND);
    }

    /// The name of the session becomes another one, so that nobody comes in by one that was known before.
    Auditor begin(Credentials credentials, GetAuditorResponse rights, String name, Request request, Response response) {
        var auditor = new Auditor(credentials, rights, name, clock.instant(), config.idleTimeout(), config.lifetime());
        var session = request.getSession(false);
        if (session == null) {
            session = request.getSession(true);
        } else {
            session.renewId(request, response);
        }
        session.setAttribute(AUDITOR, auditor);
        return auditor;
    }

    void end(Request request) {
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
