// Calls what stands behind the console, and says in plain words what it refuses.

const API = "/console/api/";

/** A call that did not succeed; its message is for the person at the screen. */
export class Problem extends Error {
  constructor(type, message, id) {
    super(message);
    this.type = type;
    this.id = id;
  }
}

let onSignedOut = () => {};

/** What happens when a call finds that nobody is signed in any more. */
export function whenSignedOut(then) {
  onSignedOut = then;
}

export const get = (path, query = {}, signal) => call("GET", path + queryOf(query), undefined, signal);
export const post = (path, body, signal) => call("POST", path, body, signal);
export const remove = (path) => call("DELETE", path);

const ahead = new Map();
const nameOf = (method, path, body) => JSON.stringify([method, path, body]);

/** Asks now for what the page will ask for in a moment. The first that asks for exactly this gets the answer, nobody else. */
export function askAhead(method, path, body) {
  const answer = call(method, path, body);
  // Whoever gets it hears of what went wrong.
  answer.catch(() => {});
  ahead.set(nameOf(method, path, body), answer);
}

/** What was asked for ahead, and not taken, was asked for somebody else. */
export function forgetAhead() {
  ahead.clear();
}

/** A path of these parts, whatever they hold. Dots alone would be taken for a way up, coded or not: nothing is called so. */
export function pathOf(...parts) {
  if (parts.some((part) => /^\.{0,2}$/.test(part))) {
    throw new Problem("not_found", "There is nothing of this name.");
  }
  return parts.map(encodeURIComponent).join("/");
}

/** The address of a stream or a download. What it asks for is noted first, so that it stands in no address. */
export async function addressOf(path, request, signal) {
  const { id } = await post("noted", request, signal);
  return `${API}${path}?noted=${id}`;
}

/** The body of a stream, once it begins. */
export async function streamOf(address, signal) {
  const response = await reached(fetch(address, { signal }));
  return response.ok ? response.body : refused(response, await reached(response.json()));
}

function queryOf(query) {
  const text = new URLSearchParams(query).toString();
  return text && "?" + text;
}

async function call(method, path, body, signal) {
  const name = nameOf(method, path, body);
  const asked = ahead.get(name);
  if (asked) {
    ahead.delete(name);
    const answer = await asked;
    signal?.throwIfAborted();
    return answer;
  }
  const response = await reached(fetch(API + path, {
    method,
    signal,
    headers: body && { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  }));
  const answer = await reached(response.json());
  return response.ok ? answer : refused(response, answer);
}

async function reached(promise) {
  try {
    return await promise;
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new Problem("offline", "There is no connection. Check it and try again.");
  }
}

function refused(response, answer) {
  if (answer.error_type === "console_session_not_found") {
    onSignedOut();
  }
  throw new Problem(answer.error_type, words(answer, Number(response.headers.get("Retry-After"))), answer.request_id);
}

function words(answer, retryAfter) {
  switch (answer.error_type) {
    case "unauthorized_credentials":
      return "No project has this id with this secret. Check both.";
    case "invalid_project_id_authentication":
      return "A project id looks like project-test-… or project-live-…, with a UUID at the end.";
    case "unauthorized_action":
      return "This secret is not an auditor’s. It takes one that was made with --role auditor.";
    case "too_many_requests":
      return `That was too often. Try again in ${retryAfter || 60} seconds.`;
    case "console_session_not_found":
      return "Your session has ended.";
    case "console_sign_in_refused":
      return "Your identity provider did not sign you in, or you are not among those who may read the audit trail.";
    case "invalid_phone_number":
      return "That is no phone number. Write it with its country code, such as +12025550162.";
    case "invalid_ip_address":
      return "That is no IP address.";
    case "challenge_not_found":
      return "There is no such challenge in the trail.";
    case "audit_event_not_found":
      return "There is no such entry, or it is kept no longer.";
    case "checkpoint_not_found":
      return "No checkpoint is signed yet. There is one a minute. If there was one before, somebody removed it: verify the database.";
    case "too_many_exports":
      return "Too many exports are being written. Try again once one has ended.";
    case "too_many_watchers":
      return "Too many follow the trail at once: one session may in three windows. Close some.";
    case "server_unavailable":
    case "request_timeout":
      return "The service does not answer at the moment. Try again.";
    default:
      return `${answer.error_message ?? "Something went wrong."} If you ask for help, name ${answer.request_id}.`;
  }
}
