package dev.countersign.login;

import dev.countersign.rpc.Caller;
import dev.countersign.store.Origin;
import java.util.Map;

/// Who asked for a change, as it stands beside every event of it.
public final class Origins {

    private Origins() {}

    public static Origin of(Caller caller) {
        return new Origin(Map.of(
                "project", caller.project().value(),
                "secret", caller.secret().value(),
                "request", caller.requestId()));
    }
}
