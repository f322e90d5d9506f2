package dev.countersign.login;

import dev.countersign.rpc.Caller;
import dev.countersign.store.Origin;
import java.util.Map;

/// Who asked for a change, as it stands beside every event of it.
final class Origins {

    private Origins() {}

    static Origin of(Caller caller) {
        return new Origin(Map.of(
                "project", caller.project().value(),
                "secret", caller.secret().value(),
                "request", caller.requestId()));
    }
}
