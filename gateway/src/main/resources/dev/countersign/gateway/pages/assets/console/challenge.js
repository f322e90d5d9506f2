// One challenge's story: as a picture with a lane for each who acts, and the same as a list.
import { get } from "./api.js";
import { clear } from "./clear.js";
import { h } from "./dom.js";
import { picture } from "./lanes.js";
import { go, place } from "./place.js";
import { lengthOf, timeOf, wholeTimeOf } from "./time.js";
import { count, countryOf, nameOf, reasonOf, shortOf, toneOf } from "./words.js";

const OUTCOMES = { VERIFIED: ["Verified", "good"], EXPIRED: ["Expired", "bad"], SUPERSEDED: ["Superseded by a newer code", "plain"],
  EXHAUSTED: ["No guess left", "bad"], UNSPECIFIED: ["No end recorded yet", "plain"] };
const LIMITS = {
  "passcode.attempts": "Wrong guesses at this code",
  "guess.lock-after": "Wrong guesses in a row at the phone, before it is locked",
  "guess.hard-stop": "The same, before it is blocked",
};

export function challenge(host) {
  async function show() {
    const { id } = place();
    host.replaceChildren(h("div.page", {}, id ? h("p.muted", {}, "Looking…") : finder()));
    if (!id) {
      return;
    }
    try {
      const story = await get(`audit/challenges/${encodeURIComponent(id)}`, clear());
      host.replaceChildren(h("div.page", { id: "challenge" }, ...told(story)));
    } catch (problem) {
      host.replaceChildren(h("div.page", {}, h("p.problem", {}, problem.message), finder()));
    }
  }
  show();
  return {
    update: (here, before) => here.id !== before.id && show(),
    again: show,
    close() {},
    keys: { r: show },
  };
}

/** For those who come without a challenge. */
function finder() {
  const field = h("input", { id: "challenge-id", spellcheck: "false", autocomplete: "off", placeholder: "challenge-…" });
  return h("form.card.finder", { onsubmit: (event) => (event.preventDefault(), go({ id: field.value.trim() })) },
    h("h1", {}, "A challenge’s story"),
    h("p.muted", {}, "From the code that was issued to its end. Open it from any entry of the timeline, or by its id."),
    h("label", { for: "challenge-id" }, "Challenge id"), field,
    h("button.primary", { type: "submit" }, "Tell it"));
}

function told(story) {
  const outcome = OUTCOMES[story.outcome.replace("CHALLENGE_OUTCOME_", "")] ?? OUTCOMES.UNSPECIFIED;
  const lived = story.ended_at && story.issued_at ? Date.parse(story.ended_at) - Date.parse(story.issued_at) : undefined;
  return [
    h("header.page-head", { "data-tone": outcome[1] },
      h("h1", {}, "Challenge ", h("code", { title: story.challenge_id }, shortOf(story.challenge_id))),
      h("span.badge", { id: "challenge-outcome" }, outcome[0])),
    h("dl.facts.card", {},
      fact("Phone", story.phone_number || "erased", story.country && h("span.line.muted", {}, countryOf(story.country))),
      fact("User", story.user_id && h("a", { href: `#timeline?range=all&user=${story.user_id}`, title: story.user_id }, shortOf(story.user_id))),
      fact("Issued", story.issued_at ? wholeTimeOf(story.issued_at) : "no longer in the trail"),
      fact("Lived", lived === undefined ? "–" : lengthOf(lived)),
      fact("Wrong guesses", String(story.wrong_guesses))),
    h("section.card", {}, h("h2", {}, "What happened"), picture(story), steps(story)),
    h("section.card", {}, h("h2", {}, "Limits that it met"),
      story.limits.length ? h("ul.limits", {}, story.limits.map(limit)) : h("p.muted", {}, "None is recorded.")),
    h("p", {}, h("a", { href: `#timeline?range=all&challenge=${story.challenge_id}` }, "Its entries in the timeline")),
  ];
}

const fact = (name, ...what) => h("div", {}, h("dt", {}, name), h("dd", {}, ...what));

/** The same as the picture, step by step, by the same numbers. */
function steps(story) {
  const start = story.events.length ? Date.parse(story.events[0].recorded_at) : 0;
  return h("ol.steps", { id: "steps" }, story.events.map((event, i) => h("li", { "data-tone": toneOf(event) },
    h("span.count", { "aria-hidden": "true" }, String(i + 1)),
    h("a.what", { href: `#timeline?range=all&challenge=${story.challenge_id}&entry=${event.entry}` }, nameOf(event.type)),
    h("span.why", {}, event.reason ? reasonOf(event.reason) : event.provider ? `by ${event.provider}` : ""),
    h("span.after", {}, i ? `+${lengthOf(Date.parse(event.recorded_at) - start)}` : timeOf(event.recorded_at)))));
}

function limit({ limit: name, value, used }) {
  const words = LIMITS[name] ?? name;
  return h("li", {},
    h("span", {}, words, h("code.line.muted", {}, name)),
    value > 0 && h("meter", { min: "0", max: String(value), value: String(used), "aria-label": `${words}: ${used} of ${value} used` }),
    h("b", {}, value > 0 ? `${count.format(used)} of ${count.format(value)}` : `${count.format(used)}; the limit is not recorded`));
}
