package dev.countersign.audit;

import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Conditions on the tables of the audit trail, joined by `and`.
final class Where {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    private Where() {}

    static Where of(ProjectId project) {
        return new Where().and("ledger_id = (select ledger_id from ledger where name = ?)", project.value());
    }

    /// What entries are counted by, too.
    Where kinds(Wanted wanted) {
        return and(wanted.type(), "type = ?")
                .and(wanted.outcome().map(outcome -> (short) outcome.getNumber()), "outcome = ?")
                .and(wanted.reason(), "reason = ?")
                .and(wanted.country(), "country = ?")
                .and(wanted.provider(), "provider = ?");
    }

    /// What else entries are found by, but time.
    Where others(Wanted wanted, ProjectId project, PersonalData personal) {
        return and(wanted.user(), "user_id = ?")
                .and(
                        wanted.number()
                                .map(number -> personal.hash(project, number).value()),
                        "phone_hash = ?")
                .and(wanted.challenge(), "challenge_id = ?")
                .and(wanted.session(), "session_id = ?")
                .and(wanted.address().map(address -> personal.hash(project, address)), "ip_hash = ?")
                .and(wanted.request(), "request_id = ?");
    }

    Where and(Optional<?> value, String condition) {
        return value.map(present -> and(condition, present)).orElse(this);
    }

    Where and(String condition, Object... more) {
        text.append(text.isEmpty() ? "" : " and ").append(condition);
        for (var value : more) {
            values.add(value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
        }
        return this;
    }

    String text() {
        return text.toString();
    }

    /// @return where the next value goes
    int set(PreparedStatement statement, int first) throws SQLException {
        for (var i = 0; i < values.size(); i++) {
            statement.setObject(first + i, values.get(i));
        }
        return first + values.size();
    }
}
