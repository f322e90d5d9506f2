// What entries are called, and how they are meant.

/** By type: words, and a tone: good, bad, or plain. */
const TYPES = {
  "project.ProjectCreated": "Project made",
  "project.SecretAdded": "Secret added",
  "project.SecretRevoked": "Secret revoked",
  "project.RetentionChanged": "Retention changed",
  "project.HoldPlaced": "Legal hold placed",
  "project.HoldLifted": "Legal hold lifted",
  "project.EventsDropped": "Events dropped by retention",
  "user.UserCreated": "User made",
  "user.UserActivated": "User activated",
  "user.NameChanged": "Name changed",
  "user.TrustedMetadataChanged": "Trusted metadata changed",
  "user.UntrustedMetadataChanged": "Untrusted metadata changed",
  "user.ExternalIdChanged": "External id changed",
  "user.RolesChanged": "Roles changed",
  "user.PhoneAdded": "Phone added to user",
  "user.PhoneTakenOff": "Phone taken off user",
  "user.PrimaryFactorExchanged": "Phone exchanged",
  "user.UserErased": "User erased",
  "phone.PhoneRegistered": "Phone registered",
  "phone.PhoneVerified": "Phone verified",
  "phone.GuessFailed": "Wrong guess counted",
  "phone.PhoneLocked": "Phone locked",
  "phone.PhoneBlocked": "Phone blocked",
  "phone.GuessesCleared": "Guesses cleared",
  "phone.PhoneUnlocked": "Phone unlocked",
  "phone.PhoneRemoved": "Phone removed",
  "phone.GuessesPassedOn": "Guesses passed on",
  "passcode.CodeIssued": "Code issued",
  "passcode.CodeSent": "Code sent",
  "passcode.CodeDeliveryFailed": "Delivery failed",
  "passcode.CodeMismatched": "Wrong code",
  "passcode.DeviceMismatched": "Other device",
  "passcode.CodeVerified": "Code verified",
  "passcode.CodeExpired": "Code expired",
  "passcode.CodeSuperseded": "Code superseded",
  "passcode.ChallengeExhausted": "No guess left",
  "session.SessionStarted": "Session started",
  "session.FactorAdded": "Factor added",
  "session.SessionExtended": "Session extended",
  "session.ClaimsChanged": "Claims changed",
  "session.SessionRevoked": "Session revoked",
  "session.SessionExpired": "Session expired",
  "audit.CallRefused": "Call refused",
  "audit.TrailRead": "Trail read",
};

export const ALL_TYPES = Object.keys(TYPES);

/** An unknown type, of a newer service, is told by its name. */
export const nameOf = (type) => (Object.hasOwn(TYPES, type) ? TYPES[type] : type);

export function toneOf({ outcome, type }) {
  if (outcome === "AUDIT_OUTCOME_FAILURE") {
    return "bad";
  }
  return outcome === "AUDIT_OUTCOME_SUCCESS" ? "good" : type.startsWith("audit.") ? "quiet" : "plain";
}

/** As people read it: OTP_CODE_NOT_FOUND is "otp code not found". */
export const reasonOf = (reason) => (/^[A-Z_]+$/.test(reason) ? reason.toLowerCase().replaceAll("_", " ") : reason);

/** The last part of an id, which tells two apart. */
export function shortOf(id) {
  const uuid = id.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}([0-9a-f]{12})$/);
  return uuid ? "…" + uuid[1].slice(-8) : id;
}

const regions = new Intl.DisplayNames(["en"], { type: "region" });

export function countryOf(code) {
  try {
    return regions.of(code);
  } catch {
    return code;
  }
}

export const count = new Intl.NumberFormat("en");
export const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
