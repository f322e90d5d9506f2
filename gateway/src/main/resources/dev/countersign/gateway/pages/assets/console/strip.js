// The strip above the timeline: how much there was of what is looked for. Dragging over it zooms.
import { h } from "./dom.js";
import { countsOf, sum, total } from "./counts.js";
import { plot } from "./plot.js";
import { count } from "./words.js";

const POINTS = 120;

export function strip() {
  const canvas = h("div.canvas", { id: "strip" });
  const words = h("p.strip-words", { id: "strip-words" });
  const element = h("section.strip", { "aria-label": "Entries over time" }, canvas, words);
  let asking;
  let take = () => {};

  async function show(here) {
    asking?.abort();
    asking = new AbortController();
    try {
      const found = await countsOf(here, ["OUTCOME"], POINTS, asking.signal);
      const all = total(found, () => true);
      const bad = total(found, (one) => one.outcome === "AUDIT_OUTCOME_FAILURE");
      take();
      canvas.replaceChildren();
      element.hidden = false;
      take = plot(canvas, { times: found.times, step: found.step, height: 54, bars: true, axes: false, series: [
        { label: "Entries", values: all, colour: "column" },
        { label: "Failures", values: bad, colour: "danger" },
      ] });
      words.replaceChildren(h("b", {}, count.format(sum(all))), " entries, ", h("b", {}, count.format(sum(bad))), " failures");
    } catch (problem) {
      if (problem.name !== "AbortError") {
        element.hidden = true;
      }
    }
  }
  return { element, show };
}
