package dev.countersign.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Numbers of entries, ascending, in runs: `3-9 12 50-57`.
public record EntryNumbers(List<Run> runs) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}(-\\d{1,18})?( |$))*");

    /// @throws IllegalArgumentException if they are not ascending, or two runs touch
    public EntryNumbers {
        runs = List.copyOf(runs);
        var free = 0L;
        for (var run : runs) {
            if (run.first() < free || run.last() < run.first()) {
                throw new IllegalArgumentException("The numbers of entries are not in order.");
            }
            free = run.last() + 2;
        }
    }

    /// All numbers from one to another.
    public record Run(long first, long last) {
        @Override
        public String toString() {
            return first == last ? "" + first : first + "-" + last;
        }
    }

    /// @param ascending each once
    public static EntryNumbers of(List<Long> ascending) {
        var runs = new ArrayList<Run>();
        for (var number : ascending) {
            if (!runs.isEmpty() && runs.getLast().last() + 1 == number) {
                runs.addLast(new Run(runs.removeLast().first(), number));
            } else {
                runs.add(new Run(number, number));
            }
        }
        return new EntryNumbers(runs);
    }

    /// Reads what [#toString] gives.
    ///
    /// @throws IllegalArgumentException if it is anything else
    public static EntryNumbers parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("These are not numbers of entries.");
        }
        var runs = new ArrayList<Run>();
        for (var run : text.isEmpty() ? new String[0] : text.split(" ")) {
            var ends = run.split("-");
            runs.add(new Run(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])));
        }
        return new EntryNumbers(runs);
    }

    /// The same in their order, in parts with so many runs at most.
    public List<EntryNumbers> parts(int mostRuns) {
        var parts = new ArrayList<EntryNumbers>();
        for (var from = 0; from < runs.size(); from += mostRuns) {
            parts.add(new EntryNumbers(runs.subList(from, Math.min(from + mostRuns, runs.size()))));
        }
        return parts;
    }

    public long count() {
        return runs.stream().mapToLong(run -> run.last() - run.first() + 1).sum();
    }

    public boolean contains(long number) {
        return runs.stream().anyMatch(run -> run.first() <= number && number <= run.last());
    }

    @Override
    public String toString() {
        return runs.stream().map(Run::toString).collect(Collectors.joining(" "));
    }
}
