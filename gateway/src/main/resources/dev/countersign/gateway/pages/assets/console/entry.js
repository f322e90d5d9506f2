// One entry, whole: beside the list, with its proof.
import { get, pathOf } from "./api.js";
import { clear } from "./clear.js";
import { $, copy, h, icon, keep, say } from "./dom.js";
import { go, place } from "./place.js";
import { checkpointOf, isIncluded } from "./proof.js";
import { utcOf, wholeTimeOf } from "./time.js";
import { count, countryOf, nameOf, reasonOf, toneOf } from "./words.js";

let shown;

export function showEntry(entry) {
  if (!entry) {
    $("drawer-place").replaceChildren();
    document.body.classList.remove("has-drawer");
    if (shown) {
      shown = undefined;
      $("rows")?.focus({ preventScroll: true });
    }
    return;
  }
  shown = entry;
  document.body.classList.add("has-drawer");
  const content = h("div.content", {}, h("p.muted", {}, "Looking…"));
  const before = $("drawer");
  const drawer = h("aside.drawer", { id: "drawer", tabindex: "-1", "aria-label": `Entry ${entry}` },
    h("header", {}, h("h2", {}, "Entry ", h("b", {}, count.format(entry))),
      h("button.quiet.square", { type: "button", "aria-label": "Close (Esc)", id: "close-drawer",
        onclick: () => go({ entry: undefined }) }, icon("close"))),
    content);
  $("drawer-place").replaceChildren(drawer);
  if (!before) {
    drawer.classList.add("opening");
  }
  fill(content, entry);
}

async function fill(content, entry) {
  try {
    const { event } = await get(pathOf("audit", "events", entry), clear());
    if (shown === entry) {
      content.replaceChildren(title(event), values(event), details(event), proof(event));
      say(`Entry ${entry}: ${nameOf(event.type)}.`);
    }
  } catch (problem) {
    content.replaceChildren(h("p.problem", {}, problem.message));
  }
}

function title(event) {
  const words = { good: "Success", bad: "Failure" }[toneOf(event)];
  return h("div.title", { "data-tone": toneOf(event) },
    h("h3", {}, h("i.dot", { "aria-hidden": "true" }), nameOf(event.type)),
    h("p", {}, h("code", {}, event.type), words && h("span.badge", {}, words)),
    event.reason && h("p.why", {}, reasonOf(event.reason)),
    h("p.muted", {}, wholeTimeOf(event.recorded_at), h("br"), utcOf(event.recorded_at)),
    event.challenge_id && h("p", {}, h("a.button.secondary", { id: "story",
      href: `#challenge?id=${encodeURIComponent(event.challenge_id)}` }, "The challenge’s story")));
}

function values(event) {
  const all = [
    ["Event", "type", event.type],
    ["Reason", "reason", event.reason],
    ["User", "user", event.user_id],
    ["Phone", null, event.phone_number],
    ["Country", "country", event.country, countryOf],
    ["Address", null, event.ip_address],
    ["Challenge", "challenge", event.challenge_id],
    ["Session", "session", event.session_id],
    ["Provider", "provider", event.provider],
    ["Request", "request", event.request_id],
    ["Phone id", null, event.phone_id],
    ["Secret", null, event.secret_id],
    ["Part of the service", null, event.system],
  ];
  return h("dl.values", {}, all.filter(([, , value]) => value).map(([name, filter, value, words]) =>
    h("div", {}, h("dt", {}, name), h("dd", {},
      filter
        ? h("button.value", { type: "button", "data-filter": filter, title: "Show only these", onclick: () => go({ view: "timeline", [filter]: value, id: undefined, entry: place().entry }) },
          words ? words(value) : value, icon("filter"))
        : value))));
}

function details(event) {
  const all = Object.entries(event.details ?? {});
  return all.length > 0 && h("section", {}, h("h4", {}, "Details"), h("dl.values", {}, all.map(([name, value]) =>
    h("div", {}, h("dt", {}, name), h("dd", {}, typeof value === "object" ? JSON.stringify(value) : String(value))))));
}

/** What proves it, against the newest checkpoint that covers it. */
function proof(event) {
  const place = h("div", { id: "proof", "aria-live": "polite" });
  const button = h("button.secondary", { type: "button", id: "prove", onclick: async () => {
    button.setAttribute("aria-busy", "true");
    try {
      place.replaceChildren(...(await proven(event)));
    } catch (problem) {
      place.replaceChildren(h("p.problem", {}, problem.message));
    } finally {
      button.removeAttribute("aria-busy");
    }
  } }, "Prove this entry");
  return h("section", {}, h("h4", {}, "Proof"),
    h("p.muted", {}, `Entry ${count.format(event.entry)} of the ledger.`), button, place);
}

async function proven(event) {
  const signed = await get("audit/checkpoint");
  if (Number(signed.size) <= Number(event.entry)) {
    return [h("p.verdict", { "data-verdict": "open" }, "No checkpoint covers it yet. One is signed a minute; try again then.")];
  }
  const found = await get("audit/proofs/inclusion", { entry: event.entry, size: signed.size });
  const checkpoint = checkpointOf(signed.checkpoint);
  const holds = await isIncluded(found.leaf, event.entry, found.path, checkpoint);
  const file = JSON.stringify({ entry: event.entry, leaf: found.leaf, path: found.path, checkpoint: signed.checkpoint,
    key: signed.key }, null, 2);
  return [
    h("p.verdict", { "data-verdict": holds === undefined ? "open" : holds ? "holds" : "broken" },
      holds === undefined ? "This browser cannot compute it here. Keep the proof and verify it elsewhere."
        : holds ? `Proven: with ${found.path.length} hashes these bytes lead to the root over ${count.format(signed.size)} entries.`
          : "NOT PROVEN: these bytes do not lead to the root of the checkpoint. Keep the proof, and compare with a checkpoint of your own."),
    h("div.row", {},
      h("button.quiet", { type: "button", onclick: (click) => copy(file, click.currentTarget) }, "Copy proof"),
      h("button.quiet", { type: "button", id: "keep-proof", onclick: () => keep(`proof-${event.entry}.json`, file) }, "Download proof")),
    h("details", {}, h("summary", {}, "Inclusion path"), h("ol.path", {}, found.path.map((one) => h("li", {}, h("code", {}, one))))),
  ];
}
