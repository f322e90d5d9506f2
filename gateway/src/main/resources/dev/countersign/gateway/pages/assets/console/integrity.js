// Whether the record is what it was: the newest checkpoint, what it covers, how to verify it, and exports to take away.
import { addressOf, get, post } from "./api.js";
import { clear } from "./clear.js";
import { copy, h, keep, say } from "./dom.js";
import { filterOf, isFiltered, place } from "./place.js";
import { checkpointOf } from "./proof.js";
import { lengthOf, wholeTimeOf } from "./time.js";
import { count, percent } from "./words.js";

const FORMATS = [
  ["EVIDENCE", "Evidence", "Lines of JSON that prove themselves offline. Personal data stays sealed."],
  ["NDJSON", "JSON", "Lines of JSON, as the API tells entries."],
  ["CSV", "CSV", "For a spreadsheet."],
  ["OCSF", "OCSF", "Open Cybersecurity Schema Framework, lines of JSON."],
  ["ECS", "ECS", "Elastic Common Schema, lines of JSON."],
];

export function integrity(host) {
  async function show() {
    const page = h("div.page", { id: "integrity", "aria-busy": "true" });
    host.replaceChildren(page);
    const [signed, newest] = await Promise.allSettled([get("audit/checkpoint"), post("audit/events/search", { limit: 1 })]);
    const last = signed.status === "fulfilled" ? await lastCovered(signed.value) : undefined;
    page.replaceChildren(h("header.page-head", {}, h("h1", {}, "Integrity")),
      signed.status === "fulfilled" ? status(signed.value, newest.value, last) : trouble(signed.reason),
      signed.status === "fulfilled" && verifying(signed.value),
      exporting(signed.value?.size));
    page.setAttribute("aria-busy", "false");
  }
  show();
  return { update() {}, again: show, close() {}, keys: { r: show } };
}

const trouble = (problem) => h("section.card", {}, h("p", {}, problem.message));

/** The entry that a checkpoint ends with tells a time that is proven; when it was signed, the database says. */
async function lastCovered(signed) {
  try {
    return (await get(`audit/events/${Number(signed.size) - 1}`)).event.recorded_at;
  } catch {
    return undefined;
  }
}

function status(signed, newest, last) {
  const checkpoint = checkpointOf(signed.checkpoint);
  const covered = Number(signed.size);
  const all = Math.max(covered, newest?.events?.length ? Number(newest.events[0].entry) + 1 : 0);
  return h("section.card", {},
    signed.contradicted_since && contradiction(signed),
    h("h2", {}, "Newest checkpoint"),
    h("dl.facts", {},
      fact("Entries covered", h("b", { id: "covered" }, count.format(covered))),
      last && fact("Up to", wholeTimeOf(last)),
      signed.signed_at && fact("Signed", wholeTimeOf(signed.signed_at),
        h("span.line.muted", { id: "checkpoint-age" }, `${lengthOf(Math.max(0, Date.now() - Date.parse(signed.signed_at)))} ago`)),
      fact("Since then", count.format(all - covered)),
      fact("Ledger", h("code", {}, checkpoint.origin))),
    h("div.coverage", { role: "img", "aria-label": `${count.format(covered)} of ${count.format(all)} entries are covered` },
      bar(all ? covered / all : 1)),
    h("p.muted", {}, `${percent.format(all ? covered / all : 1)} of the entries are below the size of the newest checkpoint; one is made a minute after the last, if the ledger has grown. `,
      "That says how far a signature reaches, not that these entries are still what was signed: the commands below find that out. ",
      "Keep checkpoints where the administrators of the database cannot write: what a kept one covers cannot be changed unnoticed."),
    block("The checkpoint, as it is to be kept", signed.checkpoint, "checkpoint.txt"),
    block("The key that its signature is verified with", signed.key + "\n", "key.txt"));
}

/** What the service says of itself. Whoever alters the database may have silenced it; the commands below cannot be. */
const contradiction = (signed) => h("p.verdict", { id: "contradicted", role: "alert", "data-verdict": "broken" },
  "THE RECORD WAS ALTERED, or set back in part. Since ", wholeTimeOf(signed.contradicted_since),
  " the service signs no checkpoint of this ledger: what is stored contradicts the newest one. Keep the checkpoint and the key below, ",
  "tell who answers for the database, and let the commands below say where it is not what it was.");

function bar(part) {
  const filled = h("span");
  filled.style.width = `${part * 100}%`;
  return filled;
}

const fact = (name, ...what) => h("div", {}, h("dt", {}, name), h("dd", {}, ...what));

function block(title, text, file) {
  return h("div.block", {}, h("header", {}, h("h3", {}, title),
    h("span.row", {},
      h("button.quiet", { type: "button", onclick: (event) => copy(text, event.currentTarget) }, "Copy"),
      file && h("button.quiet", { type: "button", onclick: () => keep(file, text) }, "Download"))),
  h("pre", { tabindex: "0", role: "region", "aria-label": title }, text));
}

function verifying(signed) {
  const key = `'${signed.key}'`;
  const project = checkpointOf(signed.checkpoint).origin.split("/").at(-1);
  return h("section.card", {}, h("h2", {}, "Verify it yourself"),
    h("p.muted", {}, "Neither needs this page. The first needs no server and no database either."),
    block("An export, offline", `countersign audit verify --key ${key} --checkpoint checkpoint.txt audit-evidence.ndjson`),
    block("The database itself", `countersign audit verify-store --key ${key} --checkpoint checkpoint.txt ${project}`));
}

function exporting(size) {
  const here = place();
  const all = h("input", { type: "radio", name: "what", value: "all", checked: true });
  const some = h("input", { type: "radio", name: "what", value: "filtered" });
  const problem = h("p.problem", { role: "alert" });
  const limited = isFiltered(here) || here.range || here.from || here.until;
  return h("section.card", { id: "export" }, h("h2", {}, "Export"),
    limited && h("fieldset.choices", {}, h("legend", {}, "What"),
      h("label", {}, all, " Everything"), h("label", {}, some, " What the timeline is filtered to")),
    h("ul.formats", {}, FORMATS.map(([format, name, what]) => h("li", {},
      h("div", {}, h("strong", {}, name), h("span.line.muted", {}, what)),
      h("button.secondary", { type: "button", "data-format": format, onclick: (event) =>
        begin(requestOf(format, limited && some.checked ? filterOf(here) : {}, size), event.currentTarget, problem) }, "Download")))),
    problem);
}

/** Evidence goes up to the checkpoint that this page shows, so that the two fit together. */
function requestOf(format, filter, size) {
  const form = { format: "AUDIT_EXPORT_FORMAT_" + format, filter };
  return format === "EVIDENCE" ? { ...form, size } : { ...form, ...clear() };
}

/** The browser itself takes it in, however large it is. */
async function begin(request, button, problem) {
  problem.textContent = "";
  button.setAttribute("aria-busy", "true");
  try {
    const address = await addressOf("export", request);
    h("a", { href: address, download: "" }).click();
    say("The export is on its way.");
  } catch (failure) {
    problem.textContent = failure.message;
  } finally {
    button.removeAttribute("aria-busy");
  }
}
