package dev.countersign.bench.load;

/// Something that carries out operations, for many threads at once.
public interface Target extends AutoCloseable {

    /// As it stands in the report.
    String name();

    /// Whether it knows this operation.
    boolean offers(Operation operation);

    /// How many phones are ready for an operation. Without end for the one that makes them.
    int stock(Operation operation);

    /// Carries out an operation once. False if no phone is ready for it.
    ///
    /// @throws Exception if it had any other outcome than success
    boolean once(Operation operation) throws Exception;

    /// Waits until all that follows from operations has happened, such as messages that had to be delivered.
    void settle();

    /// How many signatures its answers have needed so far.
    default long signed() {
        return 0;
    }

    @Override
    void close();
}
