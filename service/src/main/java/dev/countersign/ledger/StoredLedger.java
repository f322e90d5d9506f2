package dev.countersign.ledger;

import dev.countersign.evidence.Kept;
import dev.countersign.evidence.LedgerCheck;
import dev.countersign.evidence.Verdict;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.store.SqlFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/// Finds out whether what a database holds of a ledger is as kept checkpoints have it. Trusts nothing of the database.
public final class StoredLedger {
    private final DataSource database;

    public StoredLedger(DataSource database) {
        this.database = database;
    }

    /// How many entries a ledger has, as the database says; 0: there is none.
    public long size(String ledger) {
        return tell("select size from ledger where name = ?", ledger)
                .map(Long::valueOf)
                .orElse(0L);
    }

    /// With the checkpoints that the database has, as far as the key vouches for them: who keeps the key alone has
    /// those, at least. Without a key nobody does.
    ///
    /// @throws NoteException if the database has one that the key has not signed, or of another ledger or size
    public Kept withSigned(String ledger, Kept kept) throws NoteException {
        if (kept.key().isEmpty()) {
            return kept;
        }
        var all = new ArrayList<>(kept.checkpoints());
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select c.size, c.note from checkpoint c join ledger l using (ledger_id)
                        where l.name = ? order by c.size""")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    all.add(signed(row.getLong(1), row.getString(2), kept.key().get()));
                }
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
        return new Kept(all.stream().distinct().toList(), kept.key());
    }

    private static Checkpoint signed(long size, String note, NoteKey key) throws NoteException {
        var what = "The checkpoint over %d entries in the database".formatted(size);
        try {
            var opened = Checkpoint.open(note, List.of(key));
            if (opened.size() != size || !opened.origin().equals(key.name())) {
                throw new NoteException("it is over %d entries of %s".formatted(opened.size(), opened.origin()));
            }
            return opened;
        } catch (NoteException e) {
            throw new NoteException(what + ": " + e.getMessage());
        }
    }

    /// Reads all entries, and the events that they are.
    ///
    /// @param size how many entries to read
    /// @param reached is told now and then how many have been read
    public Verdict verify(String ledger, long size, Kept kept, LongConsumer reached) {
        var check = new LedgerCheck(kept.checkpoints());
        kept.strangerTo(ledger).ifPresent(check::damage);
        if (check.isLost()) {
            return check.verdict();
        }
        var ends = kept.checkpoints().stream().map(Checkpoint::size).collect(Collectors.toCollection(TreeSet::new));
        try {
            new LedgerSource(database).tell(ledger, size, ends, selection(reached), check);
        } catch (IllegalArgumentException e) {
            check.damage("The tree cannot be read behind entry %d: %s".formatted(check.next() - 1, e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written anywhere", e);
        }
        return check.verdict();
    }

    private static LedgerSource.Selection selection(LongConsumer reached) {
        return (from, before) -> {
            reached.accept(from);
            return LedgerSource.Selection.ALL.next(from, before);
        };
    }

    /// What is wrong first with the nodes of the tree that proofs are made of, over so many entries; empty: nothing.
    public Optional<String> wrongNode(String ledger, long size) {
        return new UpperTiles(database).firstWrong(ledger, size);
    }

    /// Which tile is wrong first, of any ledger; empty: none. Only places that a hash stands for, of an entry that the
    /// ledger has, count: others would hide events.
    public Optional<String> wrongTile() {
        return tell("""
                select format('There is the ledger %s, of no project', name) from ledger
                where name <> 'installation' and name not in (select project_id from project)
                union all
                select format('Tile %s of the ledger %s is of no form, or holds more than the ledger', t.tile, l.name)
                from ledger_tile t left join ledger l using (ledger_id)
                where t.level = 0
                      and (l.name is null or t.tile < 0 or cardinality(t.positions) not between 1 and 256
                           or array_ndims(t.positions) <> 1 or array_lower(t.positions, 1) <> 1
                           or array_position(t.positions, null) is not null
                           or length(t.hashes) <> 32 * cardinality(t.positions)
                           or t.tile::numeric * 256 + cardinality(t.positions) > l.size)
                limit 1""");
    }

    /// Which event is not where it should be first; empty: none. Each should be in one ledger, once, and all events
    /// of a stream in the same one: otherwise it may have been put among the others afterwards. Of all projects:
    /// such an event may belong to any.
    ///
    /// @param ledger none of whose streams may have events elsewhere
    public Optional<String> strayEvent(String ledger) {
        return tell("""
                with place as materialized (
                    select l.name, u.position
                    from ledger l join ledger_tile t using (ledger_id)
                         cross join unnest(t.positions) with ordinality as u(position, nth)
                    where t.level = 0 and t.tile::numeric * 256 + u.nth <= l.size and length(t.hashes) >= 32 * u.nth),
                placed as materialized (
                    select position, min(name) as name, count(*) as times from place group by position),
                stream as materialized (
                    select distinct e.aggregate_id from event e join placed p on p.position = e.global_index
                    where p.name = ?)
                select case when p.times is null
                                then format('The event at position %s is in no ledger, though those around it are', e.global_index)
                            when p.times > 1 then format('The event at position %s is in a ledger twice', e.global_index)
                            else format('The event at position %s is in the ledger %s, and not with the others of its stream',
                                        e.global_index, p.name) end
                from event e left join placed p on p.position = e.global_index
                where e.global_index < 1
                      or (e.global_index <= greatest((select global_index from ledger_position),
                                                     (select max(position) from placed))
                          and (p.times is distinct from 1
                               or (p.name <> ? and e.aggregate_id in (select aggregate_id from stream))))
                order by e.global_index limit 1""", ledger, ledger);
    }

    /// Which stream of a ledger has a gap first, or begins late; empty: none. Retention drops streams of codes and
    /// sessions as a whole, each entry of refused calls and readings is a stream of its own, and nothing else is
    /// dropped: no rule leaves the later events of a stream alone. That its last events are gone is not found.
    public Optional<String> brokenStream(String ledger) {
        return tell("""
                select format('Event %s of the stream %s is gone, or there twice, though later ones of it are there: no'
                              || ' rule drops a part of a stream', nth, aggregate_id)
                from (select e.aggregate_id, e.sequence_number,
                             row_number() over (partition by e.aggregate_id order by e.sequence_number) - 1 as nth
                      from ledger l join ledger_tile t using (ledger_id)
                           cross join unnest(t.positions) as u(position)
                           join event e on e.global_index = u.position
                      where l.name = ? and t.level = 0) placed
                where sequence_number <> nth order by aggregate_id, sequence_number limit 1""", ledger);
    }

    /// Which entry says first that it was recorded more than a minute before one ahead of it; empty: none does.
    /// Either a clock was that slow, or somebody wrote it in later: nothing proves the time that an event came
    /// with.
    public Optional<String> backInTime(String ledger) {
        return tell("""
                select format('Entry %s says that it was recorded at %s, and one ahead of it at %s: a clock was slow, or'
                              || ' it was written in afterwards. There are %s such entries',
                              entry, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                              to_char(latest at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), count(*) over ())
                from (select t.tile::numeric * 256 + u.nth - 1 as entry, e.recorded_at,
                             max(e.recorded_at) over (order by t.tile, u.nth) as latest
                      from ledger l join ledger_tile t using (ledger_id)
                           cross join unnest(t.positions) with ordinality as u(position, nth)
                           join event e on e.global_index = u.position
                      where l.name = ? and t.level = 0) placed
                where recorded_at < latest - interval '1 minute' order by entry limit 1""", ledger);
    }

    private Optional<String> tell(String sql, String... arguments) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            for (var i = 0; i < arguments.length; i++) {
                select.setString(i + 1, arguments[i]);
            }
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
