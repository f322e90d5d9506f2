// Counts over time, from the service; steps that are finer than a picture can show are put together here.
import { post } from "./api.js";
import { filterOf, span } from "./place.js";

const MINUTE = 60;
const HOUR = 3600;
const FINE_UP_TO = 33 * HOUR;
const MOST_STEPS = 2000;

/** { times (seconds), series: [{ type, outcome, reason, country, provider, rest, counts }], from, until, step } */
export async function countsOf(here, groupBy, points, signal) {
  const { from, until } = await bounds(here);
  const seconds = (until - from) / 1000;
  const step = seconds <= FINE_UP_TO ? MINUTE : HOUR * Math.ceil(seconds / HOUR / (MOST_STEPS - 2));
  const filter = { ...filterOf(here), recorded_from: from.toISOString(), recorded_before: until.toISOString() };
  const answer = await post("audit/events/count",
    { filter, step_seconds: step, group_by: groupBy.map((name) => "AUDIT_DIMENSION_" + name) }, signal);
  const start = Date.parse(answer.from) / 1000;
  const many = Math.max(1, Math.ceil(seconds / step), ...answer.series.map((one) => one.counts.length));
  const together = Math.max(1, Math.ceil(many / points));
  const buckets = Math.ceil(many / together);
  return {
    from, until,
    step: answer.step_seconds * together,
    times: Array.from({ length: buckets }, (_, i) => start + i * together * answer.step_seconds),
    series: answer.series.map((one) => ({ ...one, counts: gathered(one.counts, together, buckets) })),
  };
}

function gathered(counts, together, buckets) {
  const sums = new Array(buckets).fill(0);
  counts.forEach((value, i) => (sums[Math.floor(i / together)] += Number(value)));
  return sums;
}

/** A time with two ends: where there is none, the first entry and now. */
async function bounds(here) {
  const { from, until } = span(here);
  return { from: from ?? (await firstEntry()), until: until ?? new Date(Math.ceil(Date.now() / 60000) * 60000) };
}

/** Those who want to know it at the same time ask once: it is a reading of the trail. */
function firstEntry() {
  first ??= oldest().finally(() => (first = undefined));
  return first;
}

let first;

async function oldest() {
  const { events } = await post("audit/events/search", { limit: 1, oldest_first: true });
  return events.length ? new Date(Date.parse(events[0].recorded_at) - 1) : new Date(Date.now() - 86400000);
}

export const sum = (counts) => counts.reduce((all, one) => all + one, 0);

/** Adds up the counts of all series that a test picks. */
export function total(found, test) {
  const sums = new Array(found.times.length).fill(0);
  found.series.filter(test).forEach((one) => one.counts.forEach((value, i) => (sums[i] += value)));
  return sums;
}

