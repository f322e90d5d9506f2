// What is known of one user: phones, first and last seen, how often what happened, and the certificate if there is one.
import { get, pathOf, post } from "./api.js";
import { clear } from "./clear.js";
import { h, keep } from "./dom.js";
import { go } from "./place.js";
import { wholeTimeOf } from "./time.js";
import { count, countryOf, nameOf } from "./words.js";

const LOOKED_AT = 1000;

export async function userHeader(host, user) {
  const card = h("section.card.user", { id: "user", "aria-label": "The user", "aria-busy": "true" },
    h("h2", {}, "User ", h("code", {}, user)));
  host.replaceChildren(card);
  try {
    const search = (more) => post("audit/events/search", { filter: { user_id: user }, ...more, ...clear() });
    const [first, newest] = await Promise.all([search({ oldest_first: true, limit: 1 }), search({ limit: LOOKED_AT })]);
    if (!card.isConnected || newest.events.length === 0) {
      card.append(h("p.muted", {}, "Nothing in the trail is about a user with this id."));
      return;
    }
    card.append(facts(first.events[0], newest), tally(newest));
    if (newest.events.some((event) => event.type === "user.UserErased")) {
      card.append(await certificate(user));
    }
  } catch (problem) {
    card.append(h("p.problem", {}, problem.message));
  } finally {
    card.setAttribute("aria-busy", "false");
  }
}

function facts(first, { events }) {
  const phones = new Map(events.filter((event) => event.phone_id).map((event) =>
    [event.phone_id, [event.phone_number || "erased", event.country && countryOf(event.country)].filter(Boolean).join(", ")]));
  return h("dl.facts", {},
    fact("First seen", wholeTimeOf(first.recorded_at)),
    fact("Last seen", wholeTimeOf(events[0].recorded_at)),
    fact(phones.size === 1 ? "Phone" : "Phones", phones.size ? [...phones.values()].map((text) => h("span.line", {}, text)) : "none"));
}

const fact = (name, ...what) => h("div", {}, h("dt", {}, name), h("dd", {}, ...what));

function tally({ events, next_cursor: more }) {
  const counts = new Map();
  events.forEach((event) => counts.set(event.type, (counts.get(event.type) ?? 0) + 1));
  const all = [...counts].sort(([, one], [, other]) => other - one);
  return h("ul.tally", { "aria-label": more ? `Of the last ${count.format(LOOKED_AT)} entries` : "How often" },
    all.map(([type, times]) => h("li", {}, h("button.chip", { type: "button", onclick: () => go({ type, range: "all" }) },
      nameOf(type), " ", h("b", {}, count.format(times))))),
    more && h("li.muted", {}, `of the last ${count.format(LOOKED_AT)} entries`));
}

async function certificate(user) {
  try {
    const found = await get(pathOf("audit", "erasures", user));
    return h("div.erased", {}, h("strong", {}, "Erased. "), "The key to what was stored of this person was destroyed. ",
      h("button.quiet", { type: "button", id: "certificate",
        onclick: () => keep(`erasure-${user}.txt`, found.certificate) }, "Certificate"),
      h("button.quiet", { type: "button", onclick: () => keep(`erasure-${user}-checkpoint.txt`, found.checkpoint) },
        "Its checkpoint"));
  } catch (problem) {
    return h("div.erased", {}, h("strong", {}, "Erased. "),
      problem.type === "erasure_certificate_not_found" ? "The certificate is made within about a minute." : problem.message);
  }
}
