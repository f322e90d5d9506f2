package dev.countersign.audit;

import dev.countersign.forms.ExportForm;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries on their way into a file, each a line.
final class ToldExport {
    private final FoundEntries entries;
    private final ExportForm form;
    private final boolean isRevealed;
    private long told;

    ToldExport(FoundEntries entries, ExportForm form, boolean isRevealed) {
        this.entries = entries;
        this.form = form;
        this.isRevealed = isRevealed;
    }

    /// How many were told, though the last ones of them may not have arrived.
    long told() {
        return told;
    }

    void write(ExportStream out) throws IOException {
        out.is(form.mediaType());
        out.write(form.head());
        for (@Nullable List<Told> page = entries.next(); page != null; page = entries.next()) {
            told += page.size();
            for (var one : page) {
                out.write(form.line(isRevealed ? one.revealed() : one.event()));
            }
        }
    }
}
