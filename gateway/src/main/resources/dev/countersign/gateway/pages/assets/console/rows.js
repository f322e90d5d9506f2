// A long list of entries of which only what can be seen is on the page. Keeps its place when entries come in on top.
import { h } from "./dom.js";
import { timeOf } from "./time.js";
import { go } from "./place.js";
import { countryOf, nameOf, reasonOf, shortOf, toneOf } from "./words.js";

const SPARE = 12;
const COLUMNS = ["Time", "Event", "Reason", "User", "Phone", "Country", "Address", "Challenge", "Entry"];

export function rowList({ onOpen, onEnd }) {
  const body = h("div.body", { role: "rowgroup" });
  const foot = h("div.foot");
  const head = h("div.row.head", { role: "row" }, COLUMNS.map((name) => h("span", { role: "columnheader" }, name)));
  const grid = h("div.rows", { id: "rows", role: "grid", tabindex: "0", "aria-label": "Entries",
    "aria-colcount": COLUMNS.length, "aria-rowcount": -1 }, h("div", { role: "rowgroup" }, head), body);
  const scroller = h("div.scroller", { id: "scroller", tabindex: "-1" }, grid, foot);
  const drawn = new Map();
  let events = [];
  let selected;
  let fresh = new Set();

  const height = () => parseFloat(getComputedStyle(scroller).getPropertyValue("--row")) || 34;
  const makeRoom = () => (body.style.height = `${events.length * height()}px`);
  const indexOf = (entry) => events.findIndex((event) => event.entry === entry);

  function draw() {
    const each = height();
    const first = Math.max(0, Math.floor(scroller.scrollTop / each) - SPARE);
    const last = Math.min(events.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / each) + SPARE);
    makeRoom();
    const wanted = new Set(events.slice(first, last).map((event) => event.entry));
    for (const [entry, row] of drawn) {
      if (!wanted.has(entry)) {
        row.remove();
        drawn.delete(entry);
      }
    }
    for (let i = first; i < last; i++) {
      const event = events[i];
      let row = drawn.get(event.entry);
      if (!row) {
        row = rowOf(event, fresh.has(event.entry), onOpen);
        drawn.set(event.entry, row);
        body.append(row);
      }
      row.style.transform = `translateY(${i * each}px)`;
      row.setAttribute("aria-rowindex", i + 2);
      row.setAttribute("aria-selected", String(event.entry === selected));
    }
    if (selected !== undefined && drawn.has(selected)) {
      grid.setAttribute("aria-activedescendant", `row-${selected}`);
    } else {
      grid.removeAttribute("aria-activedescendant");
    }
    if (last >= events.length - SPARE) {
      onEnd();
    }
  }

  scroller.addEventListener("scroll", () => requestAnimationFrame(draw), { passive: true });
  new ResizeObserver(() => draw()).observe(scroller);

  return {
    scroller, foot, grid,
    events: () => events,
    selected: () => selected,
    /** With one of them selected, or none. */
    set(list, entry) {
      if (list.length === 0 && events.length === 0) {
        // Drawing would make the browser lay out a page that is still being built.
        return;
      }
      events = list;
      fresh = new Set();
      drawn.forEach((row) => row.remove());
      drawn.clear();
      scroller.scrollTop = 0;
      select(entry);
    },
    append(list) {
      events = events.concat(list);
      draw();
    },
    /** What is looked at stays where it is. */
    prepend(list) {
      const isAway = scroller.scrollTop > 4;
      events = list.concat(events);
      fresh = new Set(list.map((event) => event.entry));
      if (isAway) {
        makeRoom();
        scroller.scrollTop += list.length * height();
      }
      draw();
      return isAway;
    },
    /** Lets go of the last ones, but of none up to what is looked at. Whether there were any. */
    keep(most) {
      const seen = Math.ceil((scroller.scrollTop + scroller.clientHeight) / height()) + 2 * SPARE;
      const kept = Math.max(most, seen);
      if (events.length <= kept) {
        return false;
      }
      events = events.slice(0, kept);
      draw();
      return true;
    },
    select,
    /** The entry so many below. */
    beside(steps) {
      const at = indexOf(selected);
      return events[at < 0 ? 0 : Math.max(0, Math.min(events.length - 1, at + steps))];
    },
    draw,
  };

  function select(entry) {
    selected = entry;
    const at = entry === undefined ? -1 : indexOf(entry);
    if (at >= 0) {
      makeRoom();
      reveal(at);
    }
    draw();
  }

  function reveal(at) {
    const each = height();
    const top = at * each;
    const room = scroller.clientHeight - head.offsetHeight;
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (top + each > scroller.scrollTop + room) {
      scroller.scrollTop = top + each - room;
    }
  }
}

function rowOf(event, isFresh, onOpen) {
  const cell = (kind, ...content) => h(`span.${kind}`, { role: "gridcell" }, ...content);
  return h(`div.row.entry${isFresh ? ".fresh" : ""}`, { role: "row", id: `row-${event.entry}`, "data-tone": toneOf(event),
    "data-type": event.type, onclick: () => onOpen(event) },
  cell("when", timeOf(event.recorded_at)),
  cell("what", h("i.dot", { "aria-hidden": "true" }), nameOf(event.type), h("span.visually-hidden", {}, toneWords(event))),
  cell("why", event.reason ? by("reason", event.reason, reasonOf(event.reason)) : refusedBy(event)),
  cell("who", event.user_id && by("user", event.user_id, shortOf(event.user_id))),
  cell("phone", event.phone_number),
  cell("land", event.country && by("country", event.country, event.country, countryOf(event.country))),
  cell("from", event.ip_address),
  cell("code", event.challenge_id && by("challenge", event.challenge_id, shortOf(event.challenge_id))),
  cell("number", event.entry));
}

const refusedBy = (event) => (event.type.startsWith("audit.") && event.details?.rpc ? event.details.rpc : "");

const toneWords = (event) => ({ bad: ", failure", good: ", success" })[toneOf(event)] ?? "";

/** A value that filters when it is clicked. Whoever has no mouse finds the same in the entry. */
function by(name, value, text, title) {
  return h("button.value", { type: "button", tabindex: "-1", title: `${title ?? value}: show only these`,
    onclick: (event) => (event.stopPropagation(), go({ view: "timeline", [name]: value, entry: undefined })) }, text);
}
