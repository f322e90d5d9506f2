// Moments, in the zone of the person who reads them; in UTC when they ask, by pointing at them.
import { h } from "./dom.js";

const day = new Intl.DateTimeFormat("en", { day: "2-digit", month: "short" });
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const minute = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });
const whole = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", hour12: false });

export const utcOf = (moment) => new Date(moment).toISOString().replace("T", " ").replace("Z", " UTC");

/** 22 Nov 04:15:09.973 */
export function timeOf(moment) {
  const at = new Date(moment);
  const millis = String(at.getMilliseconds()).padStart(3, "0");
  return h("time", { datetime: moment, title: utcOf(moment) },
    h("span.day", {}, day.format(at)), " ", clock.format(at), h("span.millis", {}, "." + millis));
}

/** Words for a whole moment, with UTC behind. */
export const wholeTimeOf = (moment) =>
  h("time", { datetime: moment, title: utcOf(moment) }, whole.format(new Date(moment)));

/** For an axis: the day where one begins, else the minute. */
export const tickOf = (at) => (at.getHours() === 0 && at.getMinutes() === 0 ? day.format(at) : minute.format(at));

export const shortTime = (at) => `${day.format(at)} ${minute.format(at)}`;

/** 1 min 20 s */
export function lengthOf(millis) {
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 60) {
    return `${+seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  }
  const [days, hours, minutes, rest] =
    [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, Math.round(seconds % 60)];
  return days ? `${days} d ${hours} h` : hours ? `${hours} h ${minutes} min` : `${minutes} min ${rest} s`;
}

/** How a date field writes a moment: in local time, to the minute. */
export function fieldOf(at) {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60000);
  return local.toISOString().slice(0, 16);
}
