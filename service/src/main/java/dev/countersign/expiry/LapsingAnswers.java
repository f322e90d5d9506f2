package dev.countersign.expiry;

import dev.countersign.idempotency.KeptAnswers;
import dev.countersign.idempotency.KeyHash;
import dev.countersign.store.SqlFailures;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Answers that were kept for whoever repeats a call.
public final class LapsingAnswers implements Lapsing<KeyHash> {

    private final DataSource database;
    private final KeptAnswers answers;

    public LapsingAnswers(DataSource database, KeptAnswers answers) {
        this.database = database;
        this.answers = answers;
    }

    @Override
    public List<KeyHash> until(Instant now, int most) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select key_hash from kept_answer where kept_until <= ? order by kept_until limit ?")) {
            select.setObject(1, now.atOffset(ZoneOffset.UTC));
            select.setInt(2, most);
            var lapsed = new ArrayList<KeyHash>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    lapsed.add(new KeyHash(row.getBytes("key_hash")));
                }
            }
            return lapsed;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    @Override
    public void expire(KeyHash lapsed, Instant now) {
        answers.forget(lapsed, now);
    }
}
