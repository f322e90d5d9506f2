package dev.countersign.bench.report;

/// How calls came.
public sealed interface Load {

    /// Each caller waits for its answer.
    record Callers(int count) implements Load {
        @Override
        public String toString() {
            return count + " callers";
        }
    }

    /// So many calls a second, whatever becomes of them.
    ///
    /// @param name such as `50 % of peak`
    record Rate(String name, double perSecond) implements Load {
        @Override
        public String toString() {
            return name;
        }
    }
}
