// The line above the timeline: how far back, what is looked for, and whether to follow.
import { h } from "./dom.js";
import { FILTERS, go, place } from "./place.js";
import { fieldOf, shortTime } from "./time.js";
import { ALL_TYPES, countryOf, nameOf, reasonOf, shortOf } from "./words.js";

const RANGES = { "15m": "Last 15 minutes", "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days",
  "30d": "Last 30 days", all: "All there is" };
const LABELS = { type: "Event", outcome: "Outcome", reason: "Reason", user: "User", phone: "Phone number",
  challenge: "Challenge", session: "Session", ip: "IP address", country: "Country", provider: "Provider",
  request: "Request" };

/** How each kind of value looks, so that one field takes them all. */
const FORMS = [
  [/^user-(test|live)-[0-9a-f-]+$/, "user"],
  [/^challenge-[0-9a-f-]+$/, "challenge"],
  [/^session-(test|live)-[0-9a-f-]+$/, "session"],
  [/^request-id-(test|live)-[0-9a-f-]+$/, "request"],
  [/^\+[0-9 ().-]{6,}$/, "phone"],
  [/^(\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]*:[0-9a-f:.]+$/i, "ip"],
  [/^[a-z]+\.[A-Z][A-Za-z]+$/, "type"],
  [/^(success|failure)$/, "outcome"],
  [/^[A-Z]{2}$/, "country"],
  [/^[A-Z][A-Z_]+$/, "reason"],
];

/** What somebody typed, as a filter; null if it is not clear what it is. */
export function parse(text) {
  const [, name, value] = text.trim().match(/^([a-z]+):(.+)$/) ?? [];
  if (FILTERS.includes(name)) {
    return [name, value.trim()];
  }
  const form = FORMS.find(([pattern]) => pattern.test(text.trim()));
  return form ? [form[1], text.trim()] : null;
}

export function filterBar({ onLive, onAgain }) {
  const problem = h("p.problem", { role: "alert", id: "filter-problem" });
  const range = h("select", { id: "range", "aria-label": "How far back", onchange: () => choose(range) });
  const field = h("input", { id: "filter", type: "search", list: "suggestions", spellcheck: "false", autocomplete: "off",
    placeholder: "Filter by an id, number, address, type…", "aria-label": "Filter", "aria-describedby": "filter-problem",
    oninput: () => (problem.textContent = "") });
  const chips = h("ul.chips", { "aria-label": "Filters in force" });
  const order = h("button.quiet", { type: "button", id: "order",
    onclick: () => go({ order: place().order ? undefined : "oldest" }) });
  const live = h("button.switch", { type: "button", role: "switch", id: "live", "aria-checked": "false",
    title: "Follow (l)", onclick: onLive }, "Live");
  const bar = h("div.filters", {},
    range,
    h("form.find", { role: "search", onsubmit: (event) => (event.preventDefault(), add(field, problem)) },
      field, suggestions()),
    h("button.quiet", { type: "button", id: "all-filters", onclick: askForAll }, "All filters"),
    h("span.gap"),
    order,
    h("button.quiet", { type: "button", id: "again", title: "Load again (r)", onclick: onAgain }, "Refresh"),
    live, problem, chips);
  const show = (here) => {
    showRange(range, here);
    showChips(chips, here);
    order.textContent = here.order ? "Newest first" : "Oldest first";
  };
  return { bar, field, live, order, problem, show };
}

function suggestions() {
  return h("datalist", { id: "suggestions" },
    ["outcome:failure", "outcome:success", "country:", "provider:", "reason:", "phone:", "ip:", "session:"].map(
      (text) => h("option", { value: text })),
    ALL_TYPES.map((type) => h("option", { value: type }, nameOf(type))));
}

function add(field, problem) {
  const found = parse(field.value);
  if (!found && field.value.trim()) {
    problem.textContent = "That could be anything. Say what it is, such as provider:webhook.";
    return;
  }
  field.value = "";
  if (found) {
    go({ [found[0]]: found[1], entry: undefined });
  }
}

function choose(range) {
  if (range.value === "custom") {
    askForAll();
    showRange(range, place());
  } else {
    go({ range: range.value, from: undefined, until: undefined });
  }
}

function showRange(select, here) {
  const custom = here.from || here.until;
  const words = custom && `${here.from ? shortTime(new Date(here.from)) : "…"} – ${here.until ? shortTime(new Date(here.until)) : "now"}`;
  select.replaceChildren(
    ...(custom ? [h("option", { value: "custom" }, words)] : []),
    ...Object.entries(RANGES).map(([value, text]) => h("option", { value }, text)),
    ...(custom ? [] : [h("option", { value: "custom" }, "Between two moments…")]));
  select.value = custom ? "custom" : here.range ?? "24h";
}

const valueOf = (name, value) =>
  ({ type: nameOf, reason: reasonOf, country: countryOf, user: shortOf, challenge: shortOf, session: shortOf,
    request: shortOf })[name]?.(value) ?? value;

function showChips(chips, here) {
  chips.replaceChildren(...FILTERS.filter((name) => here[name]).map((name) =>
    h("li", {}, h("button.chip", { type: "button", "data-filter": name, title: here[name],
      "aria-label": `Remove the filter ${LABELS[name]}: ${here[name]}`, onclick: () => go({ [name]: undefined }) },
    h("span.muted", {}, LABELS[name]), " ", valueOf(name, here[name]), h("span.cross", { "aria-hidden": "true" }, "×")))));
  if (chips.childElementCount > 1) {
    const none = Object.fromEntries(FILTERS.map((name) => [name, undefined]));
    chips.append(h("li", {}, h("button.quiet", { type: "button", onclick: () => go(none) }, "Clear all")));
  }
}

/** Every filter as a field of its own, with the time between two moments. */
export function askForAll() {
  const here = place();
  const fields = Object.fromEntries(FILTERS.map((name) => [name, fieldFor(name, here[name] ?? "")]));
  const from = moment("from", here.from);
  const until = moment("until", here.until);
  const dialog = h("dialog.ask.wide", { "aria-labelledby": "filters-title", id: "filters-dialog",
    onclose: () => dialog.remove() },
  h("form", { onsubmit: (event) => {
    event.preventDefault();
    dialog.close();
    const chosen = Object.fromEntries(FILTERS.map((name) => [name, fields[name].value.trim() || undefined]));
    const between = from.value || until.value;
    go({ ...chosen, from: iso(from), until: iso(until), range: between ? undefined : here.range, entry: undefined });
  } },
  h("h2", { id: "filters-title" }, "Filters"),
  h("p.muted", {}, "All that are set apply together. Numbers and addresses are looked for by keyed hashes, in full."),
  h("div.form", {},
    FILTERS.map((name) => h("label", {}, LABELS[name], fields[name])),
    h("label", {}, "Recorded from", from),
    h("label", {}, "Recorded before", until)),
  h("div.row", {},
    h("button.secondary", { type: "button", onclick: () => dialog.close() }, "Cancel"),
    h("button.primary", { type: "submit", id: "apply-filters" }, "Apply"))));
  document.body.append(dialog);
  dialog.showModal();
}

function fieldFor(name, value) {
  const choices = { outcome: { "": "Any", success: "Success", failure: "Failure" },
    type: { "": "Any", ...Object.fromEntries(ALL_TYPES.map((type) => [type, `${nameOf(type)} (${type})`])) } }[name];
  const field = choices
    ? h("select", {}, Object.entries(choices).map(([option, text]) => h("option", { value: option }, text)))
    : h("input", { spellcheck: "false", autocomplete: "off" });
  field.name = name;
  field.value = value;
  return field;
}

function moment(name, value) {
  const field = h("input", { type: "datetime-local", name });
  field.value = value ? fieldOf(new Date(value)) : "";
  return field;
}

const iso = (field) => (field.value ? new Date(field.value).toISOString() : undefined);
