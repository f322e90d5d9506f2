package dev.countersign.product;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks into the tables, past the service.
record Database(String url) {
    private static final String CHALLENGES = """
            select aggregate_id from event where payload_type = 'passcode.CodeIssued'
            and convert_from(payload, 'UTF8')::jsonb ->> 'phoneId' = ?""";

    /// The answer to a question for one number.
    int number(String question, String... parameters) {
        return ask(question, parameters, row -> {
            row.next();
            return row.getInt(1);
        });
    }

    /// Changes what is there, as time would.
    void change(String statement) {
        try (var connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    /// How many events of each type the challenges of a phone have.
    Map<String, Integer> challengeEvents(String phoneId) {
        var question = "select payload_type, count(*) from event where aggregate_id in (" + CHALLENGES + ") group by 1";
        return ask(question, new String[] {phoneId}, row -> {
            var counts = new LinkedHashMap<String, Integer>();
            while (row.next()) {
                counts.put(row.getString(1), row.getInt(2));
            }
            return counts;
        });
    }

    /// How many challenges of a phone nothing has ended.
    int openChallenges(String phoneId) {
        return number(
                "select count(distinct aggregate_id) from event where aggregate_id in (" + CHALLENGES + """
                ) and aggregate_id not in (select aggregate_id from event where payload_type in (
                'passcode.CodeSuperseded', 'passcode.CodeExpired', 'passcode.CodeVerified',
                'passcode.ChallengeExhausted'))""", phoneId);
    }

    /// The entries of a project's ledger in their order: number, id and type of the event.
    List<String> trail(String project) {
        return ask("""
                select a.entry || ' ' || e.event_id || ' ' || e.payload_type
                from audit_entry a join ledger l using (ledger_id) join event e on e.global_index = a.position
                where l.name = ? order by a.entry""", new String[] {project}, row -> {
            var entries = new ArrayList<String>();
            while (row.next()) {
                entries.add(row.getString(1));
            }
            return entries;
        });
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> T ask(String question, String[] parameters, Reading<T> reading) {
        try (var connection = DriverManager.getConnection(url);
                var select = connection.prepareStatement(question)) {
            set(select, parameters);
            try (var row = select.executeQuery()) {
                return reading.read(row);
            }
        } catch (SQLException e) {
            throw new AssertionError(question, e);
        }
    }

    private static void set(PreparedStatement select, String[] parameters) throws SQLException {
        for (var i = 0; i < parameters.length; i++) {
            select.setString(i + 1, parameters[i]);
        }
    }
}
