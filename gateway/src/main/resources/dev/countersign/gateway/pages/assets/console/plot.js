// Plots over time, by uPlot: dragging over one zooms, and what is seen can be read as a table.
import { h } from "./dom.js";
import { go } from "./place.js";
import { shortTime, tickOf, utcOf } from "./time.js";
import { count, percent } from "./words.js";

const probe = h("span", { hidden: true });

/** What a colour of the stylesheet is now, in dark or light. */
export function colourOf(name) {
  if (!probe.isConnected) {
    document.body.append(probe);
  }
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

export const SHADES = ["accent", "blue", "amber", "plum", "rust", "teal", "slate"];

/**
 * Draws series over times. Each has a label, values and a colour's name; `bars` makes columns of them, `share` reads values
 * as parts of 1. Gives what takes it down.
 */
export function plot(host, { times, step, series, height = 180, bars = false, share = false, axes = true }) {
  const say = share ? (value) => (value === null || value === undefined ? "–" : percent.format(value)) : (value) => count.format(value ?? 0);
  let chart;
  const draw = () => {
    chart?.destroy();
    const [ink, line] = [colourOf("muted"), colourOf("line")];
    const font = "11px system-ui, sans-serif";
    chart = new uPlot({
      width: Math.max(120, host.clientWidth),
      height,
      padding: axes ? [10, 8, 0, 0] : [4, 0, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 }, y: false },
      scales: { x: { time: true }, y: { range: (self, low, high) => [0, Math.max(share ? 0.01 : 1, high * 1.08)] } },
      axes: [
        { show: axes, stroke: ink, font, size: 30, grid: { show: false }, ticks: { stroke: line, size: 4 }, space: 64,
          values: (self, ticks) => ticks.map((tick) => tickOf(new Date(tick * 1000))) },
        { show: axes, stroke: ink, font, size: 46, grid: { stroke: line, width: 1 }, ticks: { show: false }, space: 34,
          values: (self, ticks) => ticks.map((tick) => (share ? percent.format(tick) : short(tick))) },
      ],
      series: [{}, ...series.map((one) => {
        const colour = colourOf(one.colour);
        return { label: one.label, stroke: colour, width: bars ? 0 : 1.75, spanGaps: false,
          points: { show: false },
          fill: bars ? colour : one.area ? faint(colour) : undefined,
          paths: bars ? uPlot.paths.bars({ size: [0.82, 40], align: 1 }) : uPlot.paths.linear() };
      })],
      hooks: {
        setCursor: [() => point(chart, series, times, step, tip, say)],
        setSelect: [(self) => {
          if (self.select.width > 4) {
            const [from, until] = [self.posToVal(self.select.left, "x"), self.posToVal(self.select.left + self.select.width, "x")];
            zoom(times, step, from, until);
          }
        }],
      },
    }, [times, ...series.map((one) => one.values)], host);
    chart.over.append(tip);
  };
  const tip = h("div.tip", { hidden: true, "aria-hidden": "true" });
  draw();
  const resized = new ResizeObserver(() => chart.width !== host.clientWidth && host.clientWidth > 0 && draw());
  resized.observe(host);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", draw);
  addEventListener("theme", draw);
  return () => {
    resized.disconnect();
    dark.removeEventListener("change", draw);
    removeEventListener("theme", draw);
    chart.destroy();
  };
}

/** To whole steps. */
function zoom(times, step, from, until) {
  const start = times[0] + Math.floor((from - times[0]) / step) * step;
  const end = times[0] + Math.ceil((until - times[0]) / step) * step;
  go({ from: new Date(start * 1000).toISOString(), until: new Date(end * 1000).toISOString(), range: undefined,
    entry: undefined });
}

function point(chart, series, times, step, tip, say) {
  const at = chart?.cursor.idx;
  tip.hidden = at === null || at === undefined || chart.cursor.left < 0;
  if (tip.hidden) {
    return;
  }
  tip.replaceChildren(h("strong", { title: utcOf(times[at] * 1000) }, shortTime(new Date(times[at] * 1000))),
    ...series.map((one) => h("span", {}, swatch(one.colour), one.label, h("b", {}, say(one.values[at])))));
  const right = chart.cursor.left > chart.over.clientWidth / 2;
  tip.style.left = right ? "auto" : `${chart.cursor.left + 14}px`;
  tip.style.right = right ? `${chart.over.clientWidth - chart.cursor.left + 14}px` : "auto";
}

/** A spot of the colour of a series. */
export function swatch(colour) {
  return h("i.swatch", { "data-colour": colour, "aria-hidden": "true" });
}

/** The same as numbers. */
export function table(caption, { times, series, share }) {
  const say = share ? (value) => (value === null ? "–" : percent.format(value)) : (value) => count.format(value);
  const head = h("tr", {}, h("th", { scope: "col" }, "From"), series.map((one) => h("th", { scope: "col" }, one.label)));
  const row = (time, i) => h("tr", {}, h("th", { scope: "row" }, shortTime(new Date(time * 1000))),
    series.map((one) => h("td", {}, say(one.values[i]))));
  const details = h("details.numbers", { ontoggle: () => {
    // Made once somebody wants to see it.
    if (details.open && details.childElementCount === 1) {
      details.append(h("div.wide-table", { tabindex: "0", role: "region", "aria-label": `${caption}, as a table` },
        h("table", {}, h("caption.visually-hidden", {}, caption), h("thead", {}, head), h("tbody", {}, times.map(row)))));
    }
  } }, h("summary", {}, "As a table", h("span.visually-hidden", {}, `: ${caption}`)));
  return details;
}

const short = (value) => (value >= 1e6 ? `${+(value / 1e6).toFixed(1)} M` : value >= 1e4 ? `${+(value / 1e3).toFixed(1)} k` : count.format(value));
const faint = (colour) => colour.replace(/^rgb\(([^)]+)\)$/, "rgba($1, 0.12)");
