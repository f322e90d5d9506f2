// How it goes: codes over time, what became of them, and why calls were refused.
import { h } from "./dom.js";
import { filterBar } from "./filters.js";
import { countsOf, sum, total } from "./counts.js";
import { plot, SHADES, swatch, table } from "./plot.js";
import { FILTERS, go, place } from "./place.js";
import { count, countryOf, percent, reasonOf } from "./words.js";

const POINTS = 96;
const MOST = 6;
const ISSUED = "passcode.CodeIssued";
const SENT = "passcode.CodeSent";
const UNSENT = "passcode.CodeDeliveryFailed";
const VERIFIED = "passcode.CodeVerified";

export function charts(host) {
  const bar = filterBar({ onLive: () => {}, onAgain: () => load() });
  bar.live.remove();
  bar.order.remove();
  const page = h("div.page.charts", { id: "charts", "aria-busy": "true" });
  host.replaceChildren(h("h1.visually-hidden", {}, "Charts"), bar.bar, page);
  let asking;
  let down = [];

  async function load() {
    asking?.abort();
    asking = new AbortController();
    const here = place();
    bar.show(here);
    page.setAttribute("aria-busy", "true");
    try {
      const count = (groupBy, more = {}) => countsOf({ ...here, ...more }, groupBy, POINTS, asking.signal);
      const [types, reasons, countries, providers] = await Promise.all([
        count(["TYPE"]), count(["REASON"], { outcome: "failure" }), count(["COUNTRY"], { type: ISSUED }), count(["PROVIDER", "OUTCOME"])]);
      down.forEach((take) => take());
      down = [];
      page.replaceChildren(figures(types, reasons),
        ...panels(types, reasons, countries, providers).map((panel) => panelOf(panel, down)));
      page.setAttribute("aria-busy", "false");
    } catch (problem) {
      if (problem.name !== "AbortError") {
        page.setAttribute("aria-busy", "false");
        page.replaceChildren(h("p.problem", {}, problem.message));
      }
    }
  }

  load();
  return {
    update(here, before) {
      if (["range", "from", "until", ...FILTERS].some((name) => here[name] !== before[name])) {
        load();
      }
    },
    again: load,
    close: () => down.forEach((take) => take()),
    keys: { r: load, "/": () => bar.field.focus() },
  };
}

const of = (found, type) => total(found, (one) => one.type === type);

function figures(types, reasons) {
  const [issued, sent, verified] = [ISSUED, SENT, VERIFIED].map((type) => sum(of(types, type)));
  const refused = sum(total(reasons, () => true));
  const figure = (name, value, note) => h("div", {}, h("dt", {}, name), h("dd", {}, value, note && h("span.note", {}, note)));
  return h("dl.figures", { id: "figures" },
    figure("Issued", count.format(issued)),
    figure("Delivered", count.format(sent), issued ? percent.format(sent / issued) : ""),
    figure("Verified", count.format(verified)),
    figure("Conversion", issued ? percent.format(verified / issued) : "–", "verified of issued"),
    figure("Failures", count.format(refused)));
}

function panels(types, reasons, countries, providers) {
  const [issued, sent, verified] = [ISSUED, SENT, VERIFIED].map((type) => of(types, type));
  const lines = [["Issued", issued, "slate", ISSUED], ["Delivered", sent, "blue", SENT], ["Verified", verified, "accent", VERIFIED]];
  return [
    { id: "codes", title: "Codes", found: types, wide: true,
      series: lines.map(([label, values, colour, type]) => ({ label, values, colour, filter: { type } })) },
    { id: "conversion", title: "Conversion", note: "verified of issued", found: types, share: true,
      series: [{ label: "Conversion", colour: "accent", area: true, quiet: true,
        values: issued.map((all, i) => (all ? Math.min(1, verified[i] / all) : null)) }] },
    { id: "reasons", title: "Failures by reason", found: reasons,
      series: top(reasons, "reason", reasonOf, "reason") },
    { id: "countries", title: "Issued by country", found: countries,
      series: top(countries, "country", countryOf, "country") },
    { id: "providers", title: "Delivery by provider", found: providers, series: deliveries(providers) },
  ];
}

/** The largest, and all others together. */
function top(found, member, words, filter) {
  const values = [...new Set(found.series.filter((one) => !one.rest && one[member]).map((one) => one[member]))]
    .map((value) => ({ value, counts: total(found, (one) => !one.rest && one[member] === value) }))
    .sort((one, other) => sum(other.counts) - sum(one.counts));
  const shown = values.slice(0, MOST).map(({ value, counts }, i) =>
    ({ label: words(value), values: counts, colour: SHADES[i], filter: { [filter]: value } }));
  const rest = total(found, (one) => one.rest || values.slice(MOST).some(({ value }) => value === one[member]));
  return sum(rest) ? [...shown, { label: "Others", values: rest, colour: SHADES[MOST] }] : shown;
}

function deliveries(found) {
  const providers = [...new Set(found.series.filter((one) => one.provider).map((one) => one.provider))].slice(0, 3);
  const of = (provider, outcome) => total(found, (one) => one.provider === provider && one.outcome === "AUDIT_OUTCOME_" + outcome);
  return providers.flatMap((provider, i) => [
    { label: `${provider}, taken`, values: of(provider, "SUCCESS"), colour: SHADES[i * 2], filter: { provider, outcome: "success" } },
    { label: `${provider}, not`, values: of(provider, "FAILURE"), colour: i ? SHADES[i * 2 + 1] : "danger", filter: { provider, type: UNSENT } },
  ]);
}

function panelOf({ id, title, note, found, series, share, wide }, down) {
  const canvas = h("div.canvas", { id: `chart-${id}`, role: "img",
    "aria-label": `${title}: ${series.map((one) => one.quiet ? one.label : `${one.label} ${count.format(sum(one.values))}`).join(", ")}. Drag to zoom.` });
  const legend = h("ul.legend", {}, series.filter((one) => !one.quiet).map((one) => h("li", {},
    h("button.quiet", { type: "button", disabled: !one.filter, title: "Show these entries", onclick: () => go({ view: "timeline", ...one.filter }) },
      swatch(one.colour), one.label, h("b", {}, count.format(sum(one.values)))))));
  const panel = h(`section.card.panel${wide ? ".wide" : ""}`, { "aria-labelledby": `title-${id}` },
    h("header", {}, h("h2", { id: `title-${id}` }, title), note && h("span.muted", {}, note)),
    series.length ? [canvas, legend, table(title, { times: found.times, series, share })] : h("p.nothing.muted", {}, "Nothing in this time."));
  if (series.length) {
    // Once it has a width.
    requestAnimationFrame(() => canvas.isConnected && down.push(plot(canvas, { times: found.times, step: found.step, series, share,
      height: wide ? 220 : 170 })));
  }
  return panel;
}
