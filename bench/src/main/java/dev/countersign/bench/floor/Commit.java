package dev.countersign.bench.floor;

import dev.countersign.bench.load.Operation;
import java.util.List;

/// All rows of one operation; of the same tables, in the same order, each time.
///
/// @param others in other tables
/// @param events rows of the event table, all by the same statement
record Commit(Operation operation, List<Row> others, List<Row> events) {}
