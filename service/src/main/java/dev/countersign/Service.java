package dev.countersign;

import dev.countersign.audit.AuditExports;
import dev.countersign.audit.AuditRpc;
import dev.countersign.audit.AuditView;
import dev.countersign.audit.AuditWatches;
import dev.countersign.erasure.ErasureWriter;
import dev.countersign.expiry.ExpirySweep;
import dev.countersign.expiry.LapsingAnswers;
import dev.countersign.expiry.LapsingAttachments;
import dev.countersign.expiry.LapsingCodes;
import dev.countersign.expiry.LapsingSessions;
import dev.countersign.expiry.SweepTurn;
import dev.countersign.idempotency.Once;
import dev.countersign.idempotency.PostgresKeptAnswers;
import dev.countersign.jwt.PostgresSigningKeys;
import dev.countersign.jwt.SessionJwts;
import dev.countersign.jwt.SigningKeyAging;
import dev.countersign.jwt.SigningKeyRotation;
import dev.countersign.jwt.SigningKeys;
import dev.countersign.keys.KeyRing;
import dev.countersign.ledger.CheckpointFolder;
import dev.countersign.ledger.CheckpointPost;
import dev.countersign.ledger.CheckpointPush;
import dev.countersign.ledger.CheckpointPushing;
import dev.countersign.ledger.CheckpointTarget;
import dev.countersign.ledger.Checkpoints;
import dev.countersign.ledger.LedgerFollower;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.Ledgers;
import dev.countersign.login.PasscodeRpc;
import dev.countersign.login.PersonalData;
import dev.countersign.login.PhoneAttachment;
import dev.countersign.login.PhoneLogin;
import dev.countersign.login.PhoneRegistration;
import dev.countersign.login.PhoneRemoval;
import dev.countersign.login.PhoneVerification;
import dev.countersign.login.PostgresLoginDirectory;
import dev.countersign.login.PostgresSessionDirectory;
import dev.countersign.login.PostgresUserDirectory;
import dev.countersign.login.Sandbox;
import dev.countersign.login.SandboxView;
import dev.countersign.login.SessionArguments;
import dev.countersign.login.SessionView;
import dev.countersign.login.Sessions;
import dev.countersign.login.StillTrue;
import dev.countersign.login.UserView;
import dev.countersign.metrics.MeteredSender;
import dev.countersign.metrics.Meters;
import dev.countersign.metrics.MetricsPage;
import dev.countersign.operator.ProjectRegistry;
import dev.countersign.passcode.PasscodeChallenge;
import dev.countersign.passcode.PasscodeEvent;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeKeys;
import dev.countersign.people.Factors;
import dev.countersign.people.Phones;
import dev.countersign.people.PostgresUserIndex;
import dev.countersign.people.UserRpc;
import dev.countersign.people.UserSearch;
import dev.countersign.people.Users;
import dev.countersign.project.PostgresProjectSecrets;
import dev.countersign.project.Project;
import dev.countersign.project.ProjectEvent;
import dev.countersign.retention.RetentionSweep;
import dev.countersign.revocation.PostgresRevocationLog;
import dev.countersign.revocation.RevocationWatches;
import dev.countersign.rpc.Door;
import dev.countersign.rpc.GrpcServer;
import dev.countersign.session.Session;
import dev.countersign.session.SessionEvent;
import dev.countersign.signedin.AccessTimes;
import dev.countersign.signedin.SessionChecks;
import dev.countersign.signedin.SessionRpc;
import dev.countersign.sms.Handset;
import dev.countersign.sms.HandsetReplay;
import dev.countersign.sms.HandsetRpc;
import dev.countersign.sms.MessageRendering;
import dev.countersign.sms.PostgresOutgoingMessages;
import dev.countersign.sms.SmsDispatch;
import dev.countersign.sms.SmsSender;
import dev.countersign.sms.SmsText;
import dev.countersign.sms.WebhookSender;
import dev.countersign.store.EventNames;
import dev.countersign.store.EventSourcing;
import dev.countersign.store.Migrations;
import dev.countersign.store.SqlFailures;
import dev.countersign.store.WriteConflict;
import dev.countersign.trail.HashedAddresses;
import dev.countersign.trail.NoteWriter;
import dev.countersign.trail.Notebook;
import dev.countersign.trail.Readings;
import dev.countersign.trail.RefusalNotes;
import dev.countersign.trail.TrailEvent;
import dev.countersign.trail.TrailNote;
import dev.countersign.user.PhoneFactor;
import dev.countersign.user.PhoneFactorEvent;
import dev.countersign.user.User;
import dev.countersign.user.UserEvent;
import io.grpc.BindableService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.axonframework.common.lock.LockAcquisitionFailedException;

/// One service process, put together: every object is made here.
public final class Service implements AutoCloseable {

    /// Challenges are asked again within minutes; those that were not are read from the database.
    private static final int CACHED_CHALLENGES = 50_000;

    /// A new phone is asked for its first code within minutes, too; known ones are not read when a login goes well.
    private static final int CACHED_PHONES = 20_000;

    private final Meters meters = new Meters();
    private final Optional<MetricsPage> metrics;
    private final Databases databases;
    private final EventSourcing eventSourcing;
    private final SmsDispatch dispatch;
    private final ExpirySweep sweep;
    private final SigningKeyAging keyAging;
    private final LedgerFollower ledgers;
    private final List<CheckpointPushing> pushes;
    private final RetentionSweep retention;
    private final AccessTimes accessTimes;
    private final RevocationWatches watches;
    private final AuditWatches auditWatches;
    private final NoteWriter notes;
    private final GrpcServer server;
    private final ProjectRegistry projects;

    private Service(ServiceConfig config, SmsSender sender, InstantSource exactClock) {
        var keys = config.keyRing();
        // What the database keeps: an event and its row must not differ by nanoseconds.
        InstantSource clock = () -> exactClock.instant().truncatedTo(ChronoUnit.MICROS);
        databases = new Databases(config.database(), meters.registry());
        Migrations.run(databases.autocommit());
        var personal = new PersonalData(keys);

        var outgoing = new PostgresOutgoingMessages(databases.autocommit());
        var rendering = new MessageRendering(
                keys.passcodeKeys(), personal, new SmsText(config.sms().domain()));
        dispatch = new SmsDispatch(outgoing, rendering, new MeteredSender(sender, meters), clock);
        eventSourcing = eventSourcing(config, keys, dispatch);
        var transactions = eventSourcing.transactions();
        var commands = eventSourcing.commands();
        dispatch.recordWith(transactions, commands);
        projects = new ProjectRegistry(transactions, commands, clock);

        var directory = new PostgresLoginDirectory(databases.autocommit());
        var userDirectory = new PostgresUserDirectory(databases.autocommit(), personal);
        var sessionDirectory = new PostgresSessionDirectory(databases.autocommit());
        var sessions = new Sessions(commands, sessionDirectory, personal);
        var removal = new PhoneRemoval(commands, directory);
        var registration = new PhoneRegistration(commands, directory, removal, personal);
        var attachments = new PhoneAttachment(directory, userDirectory, sessions, removal);
        var keptAnswers = new PostgresKeptAnswers(databases.autocommit());
        sweep = new ExpirySweep(
                List.of(
                        new LapsingCodes(databases.autocommit(), directory, commands),
                        new LapsingSessions(databases.autocommit(), sessionDirectory, commands),
                        new LapsingAttachments(attachments),
                        new LapsingAnswers(databases.autocommit(), keptAnswers)),
                new SweepTurn(databases.transactional()),
                transactions,
                clock,
                config.expiry().batch());

        var storedKeys = new PostgresSigningKeys(databases.autocommit());
        var signingKeys = new SigningKeys(storedKeys, keys.signingSeals(), clock);
        keyAging = new SigningKeyAging(
                new SigningKeyRotation(storedKeys, keys.signingSeals(), clock),
                config.sessions().signingKeyAge());
        var jwts = new SessionJwts(signingKeys);
        var sessionArguments = new SessionArguments(jwts);
        var sessionView = new SessionView(personal, jwts);
        var users = new UserView(personal, clock);

        var ledgerSigners = new LedgerSigners(config.ledger().origin(), keys.ledgerSeeds());
        var checkpoints = new Checkpoints(ledgerSigners, clock);
        FunctionCounter.builder("countersign.checkpoints.refused", checkpoints, Checkpoints::refused)
                .description("How often a ledger was not signed since it contradicts its newest checkpoint.")
                .register(meters.registry());
        ledgers = new LedgerFollower(new Ledgers(
                databases.transactional(),
                List.of(new AuditView(personal), new ErasureWriter(ledgerSigners)),
                checkpoints));

        pushes = pushes(config.ledger(), ledgerSigners, clock);
        retention = new RetentionSweep(databases.transactional(), ledgerSigners, clock);

        var once = new Once(transactions, keptAnswers, keys.answerSeals(), clock);

        var sandbox = new Sandbox(clock);
        var sandboxView = new SandboxView(jwts);

        var services = new ArrayList<BindableService>();
        services.add(new PasscodeRpc(
                new PhoneLogin(
                        transactions,
                        commands,
                        directory,
                        attachments,
                        registration,
                        personal,
                        keys.passcodeKeys(),
                        config.guesses(),
                        clock),
                new PhoneVerification(transactions, commands, directory, personal, sessions, config.guesses(), clock),
                users,
                sessionView,
                sessionArguments,
                config.passcode(),
                sandbox,
                sandboxView,
                new StillTrue(directory, sessionDirectory, clock),
                once));
        var secrets = new PostgresProjectSecrets(databases.autocommit());
        accessTimes = new AccessTimes(sessionDirectory);
        watches = new RevocationWatches(
                new PostgresRevocationLog(databases.autocommit()),
                secrets,
                keys.positionSeals(),
                config.sessions().maxWatchers(),
                clock);
        meters.registry().gauge("countersign.watchers", watches, RevocationWatches::count);
        services.add(new SessionRpc(
                new SessionChecks(
                        transactions, commands, sessionDirectory, userDirectory, sessions, accessTimes, clock),
                sessionArguments,
                sessionView,
                users,
                signingKeys,
                watches,
                sandbox,
                sandboxView,
                once));
        var factors = new Factors(commands, removal, sessionDirectory);
        services.add(new UserRpc(
                new Users(transactions, commands, userDirectory, directory, factors, registration, personal, clock),
                new Phones(transactions, commands, userDirectory, directory, factors, registration, personal, clock),
                new UserSearch(
                        new PostgresUserIndex(
                                databases.autocommit(), userDirectory, personal, keys.searchTokens(), clock),
                        personal,
                        keys.stamps(),
                        clock),
                users,
                once));
        var notebook = new Notebook(transactions, commands);
        var readings = new Readings(notebook, clock);
        var refusals = new RefusalNotes(
                config.audit().refusalsPerMinute(), clock, secrets::existing, new HashedAddresses(personal));
        notes = new NoteWriter(refusals, readings, notebook);
        auditWatches = new AuditWatches(
                databases.autocommit(),
                personal,
                secrets,
                readings,
                config.audit().maxWatchers());
        meters.registry().gauge("countersign.audit.watchers", auditWatches, AuditWatches::count);
        services.add(AuditRpc.on(
                databases.autocommit(),
                personal,
                ledgerSigners,
                keys.stamps(),
                auditWatches,
                readings,
                new AuditExports(databases.autocommit(), personal, secrets)));
        if (sender instanceof Handset handset) {
            new HandsetReplay(outgoing, rendering, eventSourcing.events(), clock).into(handset);
            services.add(new HandsetRpc(handset));
        }
        var door = new Door(
                config.endpoint().maxCalls(),
                secrets,
                Service::mayBeRepeated,
                meters,
                refusals,
                config.endpoint().gateways());
        server = new GrpcServer(config.endpoint(), door, services);
        sweep.start(config.expiry().interval());
        accessTimes.start();
        keyAging.start();
        ledgers.start();
        notes.start();
        pushes.forEach(CheckpointPushing::start);
        retention.start();
        metrics = config.metrics().map(address -> MetricsPage.serve(meters, address.host(), address.port()));
    }

    private List<CheckpointPushing> pushes(ServiceConfig.Ledger config, LedgerSigners signers, InstantSource clock) {
        var targets = new LinkedHashMap<String, CheckpointTarget>();
        config.pushFolder().ifPresent(folder -> targets.put("folder", new CheckpointFolder(folder)));
        config.pushUrl().ifPresent(url -> targets.put("url", new CheckpointPost(url)));
        var pushes = new ArrayList<CheckpointPushing>();
        targets.forEach((kind, target) -> {
            var push = new CheckpointPush(databases.transactional(), target, signers, clock);
            Gauge.builder(
                            "countersign.checkpoint.pushed",
                            push,
                            pushing -> pushing.last().getEpochSecond())
                    .description("When the place got a checkpoint last.")
                    .baseUnit("seconds")
                    .tag("to", kind)
                    .register(meters.registry());
            pushes.add(new CheckpointPushing(push, target.name()));
        });
        return pushes;
    }

    private EventSourcing eventSourcing(ServiceConfig config, KeyRing keys, SmsDispatch follower) {
        return EventSourcing.on(
                        databases.autocommit(),
                        databases.transactional(),
                        new EventSourcing.Commits(
                                config.store().leaders(), config.store().groupCommit()),
                        eventNames())
                .resource(PasscodeKeys.class, keys.passcodeKeys())
                .aggregate(Project.class)
                .aggregate(TrailNote.class)
                .snapshotAggregate(User.class)
                .cachedSnapshotAggregate(PhoneFactor.class, CACHED_PHONES)
                .snapshotAggregate(Session.class)
                .cachedAggregate(PasscodeChallenge.class, CACHED_CHALLENGES)
                .follower(SmsDispatch.GROUP, SmsDispatch.BATCH, CodeIssued.class, follower)
                .build();
    }

    private static SmsSender sender(ServiceConfig config, InstantSource clock) {
        return switch (config.sms().sender()) {
            case ServiceConfig.Handset _ -> new Handset(clock);
            case ServiceConfig.Webhook webhook -> new WebhookSender(webhook.url(), webhook.secret(), clock);
        };
    }

    /// The database is out of reach, or others were faster each time.
    private static boolean mayBeRepeated(Throwable failure) {
        return failure instanceof WriteConflict
                || failure instanceof LockAcquisitionFailedException
                || SqlFailures.isUnavailable(failure);
    }

    private static EventNames eventNames() {
        return EventNames.of(
                List.of(
                        ProjectEvent.class,
                        UserEvent.class,
                        PhoneFactorEvent.class,
                        PasscodeEvent.class,
                        SessionEvent.class,
                        TrailEvent.class),
                List.of(User.class, PhoneFactor.class, Session.class));
    }

    /// Migrates the database, and serves once everything is ready.
    ///
    /// @throws RuntimeException with a message for operators if the database cannot be reached, the keys cannot
    ///     be read, or the port is taken
    public static Service start(ServiceConfig config) {
        var clock = InstantSource.system();
        return start(config, sender(config, clock), clock);
    }

    /// The same with another way to phones, or another clock.
    public static Service start(ServiceConfig config, SmsSender sender, InstantSource clock) {
        var service = new Service(config, sender, clock);
        try {
            service.eventSourcing.start();
            service.server.start();
            service.server.ready();
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /// The port of gRPC.
    public int port() {
        return server.port();
    }

    /// The port of the metrics; empty if they are not served.
    public OptionalInt metricsPort() {
        return metrics.stream().mapToInt(MetricsPage::port).findFirst();
    }

    public ProjectRegistry projects() {
        return projects;
    }

    /// Takes no new calls, lets running ones end, and stops what runs in the background.
    @Override
    public void close() {
        watches.close();
        auditWatches.close();
        server.close();
        notes.close();
        accessTimes.close();
        sweep.close();
        keyAging.close();
        ledgers.close();
        pushes.forEach(CheckpointPushing::close);
        retention.close();
        eventSourcing.close();
        dispatch.close();
        databases.close();
        metrics.ifPresent(MetricsPage::close);
        meters.close();
    }
}
