package dev.countersign.forms;

import static dev.countersign.forms.Judged.AS_TOLD;
import static dev.countersign.forms.Judged.DONE;
import static dev.countersign.forms.OcsfActivity.ACCOUNT_CREATE;
import static dev.countersign.forms.OcsfActivity.ACCOUNT_DELETE;
import static dev.countersign.forms.OcsfActivity.ACCOUNT_ENABLE;
import static dev.countersign.forms.OcsfActivity.ACCOUNT_LOCK;
import static dev.countersign.forms.OcsfActivity.ACCOUNT_UNLOCK;
import static dev.countersign.forms.OcsfActivity.ASSIGN;
import static dev.countersign.forms.OcsfActivity.ENTITY_CREATE;
import static dev.countersign.forms.OcsfActivity.ENTITY_DEACTIVATE;
import static dev.countersign.forms.OcsfActivity.ENTITY_DELETE;
import static dev.countersign.forms.OcsfActivity.ENTITY_UPDATE;
import static dev.countersign.forms.OcsfActivity.FACTOR_DISABLE;
import static dev.countersign.forms.OcsfActivity.FACTOR_ENABLE;
import static dev.countersign.forms.OcsfActivity.LOGOFF;
import static dev.countersign.forms.OcsfActivity.LOGON;
import static dev.countersign.forms.OcsfActivity.PREAUTH;
import static dev.countersign.forms.OcsfActivity.READ;
import static dev.countersign.forms.OcsfClass.ACCOUNT_CHANGE;
import static dev.countersign.forms.OcsfClass.API_ACTIVITY;
import static dev.countersign.forms.OcsfClass.AUTHENTICATION;
import static dev.countersign.forms.OcsfClass.AUTHORIZE_SESSION;
import static dev.countersign.forms.OcsfClass.BASE_EVENT;
import static dev.countersign.forms.OcsfClass.USER_ACCESS;
import static dev.countersign.forms.Severity.HIGH;
import static dev.countersign.forms.Severity.INFORMATIONAL;
import static dev.countersign.forms.Severity.LOW;
import static dev.countersign.forms.Severity.MEDIUM;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an event is in the words of others. `docs/audit-exports.md` tells this table.
///
/// @param type its stored name
/// @param categories `event.category` of ECS
/// @param types `event.type` of ECS
record EventKind(
        String type,
        OcsfActivity activity,
        Judged judged,
        Severity severity,
        List<String> categories,
        List<String> types) {

    private static final Map<String, EventKind> BY_TYPE = Stream.of(
                    configuration("project.ProjectCreated", ENTITY_CREATE, INFORMATIONAL, "creation"),
                    configuration("project.SecretAdded", ENTITY_CREATE, LOW, "creation"),
                    configuration("project.SecretRevoked", ENTITY_DEACTIVATE, LOW, "deletion"),
                    configuration("project.RetentionChanged", ENTITY_UPDATE, MEDIUM, "change"),
                    configuration("project.HoldPlaced", ENTITY_CREATE, INFORMATIONAL, "creation"),
                    configuration("project.HoldLifted", ENTITY_DELETE, MEDIUM, "deletion"),
                    configuration("project.EventsDropped", ENTITY_DELETE, INFORMATIONAL, "deletion"),
                    account("user.UserCreated", ACCOUNT_CREATE, DONE, INFORMATIONAL, "creation"),
                    account("user.UserActivated", ACCOUNT_ENABLE, DONE, INFORMATIONAL, "change"),
                    changed("user.NameChanged"),
                    changed("user.TrustedMetadataChanged"),
                    changed("user.UntrustedMetadataChanged"),
                    changed("user.ExternalIdChanged"),
                    account("user.RolesChanged", USER_ACCESS, DONE, LOW, "change"),
                    changed("user.PhoneAdded"),
                    changed("user.PhoneTakenOff"),
                    changed("user.PrimaryFactorExchanged"),
                    account("user.UserErased", ACCOUNT_DELETE, DONE, LOW, "deletion"),
                    changed("phone.PhoneRegistered"),
                    account("phone.PhoneVerified", FACTOR_ENABLE, AS_TOLD, INFORMATIONAL, "change"),
                    account("phone.GuessFailed", ACCOUNT_CHANGE, AS_TOLD, LOW, "info"),
                    account("phone.PhoneLocked", ACCOUNT_LOCK, DONE, MEDIUM, "change"),
                    account("phone.PhoneBlocked", ACCOUNT_LOCK, DONE, HIGH, "change"),
                    changed("phone.GuessesCleared"),
                    account("phone.PhoneUnlocked", ACCOUNT_UNLOCK, DONE, LOW, "change"),
                    account("phone.PhoneRemoved", FACTOR_DISABLE, DONE, INFORMATIONAL, "change"),
                    changed("phone.GuessesPassedOn"),
                    authentication("passcode.CodeIssued", PREAUTH, INFORMATIONAL, "info"),
                    authentication("passcode.CodeSent", PREAUTH, INFORMATIONAL, "info"),
                    authentication("passcode.CodeDeliveryFailed", PREAUTH, LOW, "info"),
                    authentication("passcode.CodeMismatched", LOGON, LOW, "start"),
                    authentication("passcode.DeviceMismatched", LOGON, MEDIUM, "start"),
                    authentication("passcode.CodeVerified", LOGON, INFORMATIONAL, "start"),
                    authentication("passcode.CodeExpired", AUTHENTICATION, INFORMATIONAL, "end"),
                    authentication("passcode.CodeSuperseded", AUTHENTICATION, INFORMATIONAL, "end"),
                    authentication("passcode.ChallengeExhausted", AUTHENTICATION, MEDIUM, "end"),
                    session("session.SessionStarted", ASSIGN, AS_TOLD, "start"),
                    session("session.FactorAdded", ASSIGN, AS_TOLD, "info"),
                    session("session.SessionExtended", AUTHORIZE_SESSION, DONE, "info"),
                    session("session.ClaimsChanged", AUTHORIZE_SESSION, DONE, "info"),
                    session("session.SessionRevoked", LOGOFF, DONE, "end"),
                    session("session.SessionExpired", LOGOFF, DONE, "end"),
                    of("audit.CallRefused", API_ACTIVITY, AS_TOLD, LOW, List.of("api"), List.of("denied")),
                    of("audit.TrailRead", READ, DONE, INFORMATIONAL, List.of("api"), List.of("access")))
            .collect(Collectors.toUnmodifiableMap(EventKind::type, Function.identity()));

    /// Empty: nobody knows it, such as the entry of a newer version.
    static Optional<EventKind> known(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    static EventKind of(String type) {
        return known(type).orElseGet(() -> of(type, BASE_EVENT, AS_TOLD, Severity.UNKNOWN, List.of(), List.of()));
    }

    private static EventKind changed(String type) {
        return account(type, ACCOUNT_CHANGE, DONE, INFORMATIONAL, "change");
    }

    private static EventKind account(String type, OcsfClass of, Judged judged, Severity severity, String change) {
        return account(type, OcsfActivity.other(of, type), judged, severity, change);
    }

    private static EventKind account(
            String type, OcsfActivity activity, Judged judged, Severity severity, String change) {
        return new EventKind(type, activity, judged, severity, List.of("iam"), List.of("user", change));
    }

    private static EventKind configuration(String type, OcsfActivity activity, Severity severity, String change) {
        return new EventKind(type, activity, DONE, severity, List.of("configuration"), List.of(change));
    }

    private static EventKind authentication(String type, OcsfClass of, Severity severity, String step) {
        return authentication(type, OcsfActivity.other(of, type), severity, step);
    }

    private static EventKind authentication(String type, OcsfActivity activity, Severity severity, String step) {
        return new EventKind(type, activity, AS_TOLD, severity, List.of("authentication"), List.of(step));
    }

    private static EventKind session(String type, OcsfClass of, Judged judged, String step) {
        return session(type, OcsfActivity.other(of, type), judged, step);
    }

    private static EventKind session(String type, OcsfActivity activity, Judged judged, String step) {
        return new EventKind(type, activity, judged, INFORMATIONAL, List.of("session"), List.of(step));
    }

    private static EventKind of(
            String type, OcsfClass of, Judged judged, Severity severity, List<String> categories, List<String> types) {
        return of(type, OcsfActivity.other(of, type), judged, severity, categories, types);
    }

    private static EventKind of(
            String type,
            OcsfActivity activity,
            Judged judged,
            Severity severity,
            List<String> categories,
            List<String> types) {
        return new EventKind(type, activity, judged, severity, categories, types);
    }
}
