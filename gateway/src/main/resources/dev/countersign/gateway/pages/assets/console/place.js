// Where somebody is: the view and its filters, in the address behind the #. Nothing behind it is sent to a server, so that
// no log of a proxy learns of numbers that were looked for.

export const FILTERS = ["type", "outcome", "reason", "user", "phone", "challenge", "session", "ip", "country", "provider",
  "request"];
const VIEWS = ["timeline", "charts", "challenge", "integrity"];
const REST = ["range", "from", "until", "order", "entry", "id"];
const RANGES = { "15m": 15 * 60, "1h": 3600, "24h": 86400, "7d": 7 * 86400, "30d": 30 * 86400 };
const PAGE = 100;
const watchers = [];

/** What stands in an address may be written by anybody, and is passed over where it is not of this form. */
const isMoment = (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
const FORMS = {
  range: (text) => text === "all" || Object.hasOwn(RANGES, text),
  from: isMoment,
  until: isMoment,
  order: (text) => text === "oldest",
  entry: (text) => /^\d{1,18}$/.test(text),
  id: (text) => /^[A-Za-z0-9-]{1,100}$/.test(text),
};

/** As { view, range, type, … }; what is not set is not there. */
export function place() {
  const [path, query] = location.hash.replace(/^#/, "").split("?");
  const found = { view: VIEWS.includes(path) ? path : "timeline" };
  for (const [name, value] of new URLSearchParams(query ?? "")) {
    if (value && (FILTERS.includes(name) || REST.includes(name)) && (FORMS[name]?.(value) ?? true)) {
      found[name] = value;
    }
  }
  return found;
}

/** The address of a place; what is undefined is left out. */
export function addressOf({ view, ...rest }) {
  const query = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ""));
  const text = query.toString();
  return `#${view}${text && "?" + text}`;
}

/** Goes to where one is, with these changes. */
export function go(changes, { replace = false } = {}) {
  const address = addressOf({ ...place(), ...changes });
  if (address === location.hash) {
    return;
  }
  history[replace ? "replaceState" : "pushState"](null, "", "/console" + address);
  changed();
}

export function whenMoved(then) {
  watchers.push(then);
}

let before = place();

function changed() {
  const [now, then] = [place(), before];
  before = now;
  watchers.forEach((watch) => watch(now, then));
}

addEventListener("popstate", changed);
addEventListener("hashchange", () => location.hash !== addressOf(before) && changed());

/** From and until as dates; until is undefined if it is now. From is undefined for all there is. */
export function span({ range, from, until }, now = Date.now()) {
  if (range === "all") {
    return {};
  }
  if (from || until) {
    return { from: from && new Date(from), until: until && new Date(until) };
  }
  // By the minute: reading is noted in the trail by what is looked for, and the same question should be the same.
  return { from: new Date(Math.floor((now - 1000 * (RANGES[range] ?? RANGES["24h"])) / 60000) * 60000) };
}

/** What the API calls a filter. */
export function filterOf(here, now) {
  const { from, until } = span(here, now);
  const filter = {};
  const names = { user: "user_id", phone: "phone_number", challenge: "challenge_id", session: "session_id",
    ip: "ip_address", request: "request_id" };
  for (const name of FILTERS) {
    if (here[name]) {
      filter[names[name] ?? name] = here[name];
    }
  }
  if (filter.outcome) {
    filter.outcome = "AUDIT_OUTCOME_" + filter.outcome.toUpperCase();
  }
  return {
    ...filter,
    ...(from && { recorded_from: from.toISOString() }),
    ...(until && { recorded_before: until.toISOString() }),
  };
}

/** What the timeline asks for: one page of it, from a cursor on. */
export const searchOf = (here, cursor) => ({ filter: filterOf(here), cursor, limit: PAGE, oldest_first: here.order === "oldest" });

export const isFiltered = (here) => FILTERS.some((name) => here[name]);
