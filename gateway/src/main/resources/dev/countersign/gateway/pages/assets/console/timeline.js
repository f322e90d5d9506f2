// The timeline: what happened, the newest first, as the filters have it; and what comes, when it is followed.
import { post } from "./api.js";
import { clear } from "./clear.js";
import { $, h, say } from "./dom.js";
import { filterBar } from "./filters.js";
import { filterOf, go, isFiltered, place, searchOf } from "./place.js";
import { strip } from "./strip.js";
import { rowList } from "./rows.js";
import { follow } from "./tail.js";
import { userHeader } from "./user.js";
import { count } from "./words.js";

const MOST_LIVE = 1000;
const ASKED = ["view", "range", "from", "until", "order", "type", "outcome", "reason", "user", "phone", "challenge",
  "session", "ip", "country", "provider", "request"];

export function timeline(host, { onSignedOut }) {
  const bar = filterBar({ onLive: () => toggleLive(), onAgain: () => load() });
  const list = rowList({ onOpen: (event) => go({ entry: event.entry }), onEnd: () => more() });
  const head = h("div", { id: "user-place" });
  const counts = strip();
  const above = h("button.above", { type: "button", hidden: true, onclick: () => {
    list.scroller.scrollTop = 0;
    above.hidden = true;
  } });
  const state = h("div.state", { id: "state", hidden: true });
  host.replaceChildren(h("h1.visually-hidden", {}, "Timeline"), bar.bar, head, counts.element,
    h("div.list", {}, list.scroller, above, state));
  list.scroller.addEventListener("scroll", () => list.scroller.scrollTop < 4 && (above.hidden = true));

  let asking;
  let cursor = "";
  let wasCut = false;
  let tail;
  let isLive = false;
  let turn = 0;
  let missed = 0;

  /** Whether it came to an end, rather than to another question. */
  async function load() {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    stopLive();
    const here = place();
    cursor = "";
    wasCut = false;
    list.set([]);
    tell("loading");
    try {
      const page = await post("audit/events/search", search(here, ""), signal);
      cursor = page.next_cursor;
      list.set(page.events, here.entry);
      tell(page.events.length === 0 ? "empty" : "there", here);
      ends();
      performance.mark("first-rows");
      return true;
    } catch (problem) {
      if (problem.name === "AbortError") {
        return false;
      }
      tell("broken", here, problem);
      return true;
    }
  }

  async function more() {
    if (!cursor || asking?.busy) {
      return;
    }
    const mine = asking;
    mine.busy = true;
    try {
      const page = await post("audit/events/search", search(place(), cursor), mine.signal);
      cursor = page.next_cursor;
      mine.busy = false;
      list.append(page.events);
    } catch (problem) {
      mine.busy = false;
      if (problem.name !== "AbortError") {
        cursor = "";
        list.foot.textContent = problem.message;
        return;
      }
    }
    ends();
  }

  function ends() {
    const how = list.events().length;
    list.foot.textContent = cursor ? "Loading more…" : wasCut ? "The newest ones. Refresh to have those before them, too."
      : how ? `${count.format(how)} entries, and that is all.` : "";
  }

  const search = (here, from) => ({ ...searchOf(here, from), ...clear() });

  function tell(what, here, problem) {
    state.hidden = what === "there";
    state.dataset.state = what;
    const filtered = here && isFiltered(here);
    state.replaceChildren(...{
      loading: [h("span.spinner", { "aria-hidden": "true" }), "Looking…"],
      there: [],
      empty: [h("strong", {}, "Nothing here"),
        h("p.muted", {}, filtered ? "No entry passes these filters in this time." : "Nothing was recorded in this time."),
        h("button.secondary", { type: "button", onclick: () => go({ range: "all", from: undefined, until: undefined }) },
          "Look at all there is")],
      broken: [h("strong", {}, "That did not work"), h("p.muted", {}, problem?.message),
        h("button.secondary", { type: "button", onclick: load }, "Try again")],
    }[what]);
    if (what === "empty") {
      say("No entry found.");
    }
  }

  function toggleLive() {
    if (isLive) {
      stopLive();
      return;
    }
    const here = place();
    if (here.until || here.order) {
      go({ until: undefined, order: undefined, range: here.range ?? "1h", from: undefined });
    }
    startLive();
  }

  async function startLive() {
    stopLive();
    const mine = turn;
    isLive = true;
    bar.live.setAttribute("aria-checked", "true");
    try {
      await beginLive(() => mine === turn);
    } catch (problem) {
      if (mine === turn) {
        stopLive();
        bar.problem.textContent = problem.message;
      }
    }
  }

  /** Somebody may have stopped it, or begun another one, whenever something was waited for. */
  async function beginLive(isStill) {
    // From what the search has seen of the whole trail on, so that nothing falls between the two.
    const { events } = await post("audit/events/search", { limit: 1 });
    if (!isStill()) {
      return;
    }
    const filter = filterOf(place());
    delete filter.recorded_from;
    const from = events.length ? Number(events[0].entry) + 1 : 0;
    missed = 0;
    tail = follow(filter, from, {
      onEvents: arrived,
      onState: (now, words) => {
        bar.live.dataset.state = now;
        if (words || bar.problem.dataset.of === "live") {
          bar.problem.textContent = words;
          bar.problem.dataset.of = words && "live";
        }
      },
      onEnded: onSignedOut,
    });
    say("Following live.");
    await catchUp(from, isStill);
  }

  /** What was recorded since the list was loaded, and before the stream begins. */
  async function catchUp(before, isStill) {
    const newest = Math.max(-1, ...list.events().slice(0, 1).map((event) => Number(event.entry)));
    const page = await post("audit/events/search", search(place(), ""));
    if (isStill()) {
      arrived(page.events.filter((event) => Number(event.entry) > newest && Number(event.entry) < before), true);
    }
  }

  function arrived(events, quietly) {
    const known = new Set(list.events().slice(0, 500).map((event) => event.entry));
    const fresh = events.filter((event) => !known.has(event.entry))
      .sort((one, other) => Number(other.entry) - Number(one.entry));
    if (fresh.length === 0) {
      return;
    }
    tell("there");
    const isAway = list.prepend(fresh);
    // A page that is about to be appended would leave a gap.
    if (!asking?.busy && list.keep(MOST_LIVE)) {
      cursor = "";
      wasCut = true;
      ends();
    }
    if (isAway) {
      missed = above.hidden ? fresh.length : missed + fresh.length;
      above.textContent = `${count.format(missed)} new ↑`;
      above.hidden = false;
    }
    if (!quietly) {
      sayFresh(fresh.length);
    }
  }

  // Not each by itself: somebody listens.
  let unsaid = 0;
  let saying;
  function sayFresh(how) {
    unsaid += how;
    saying ??= setTimeout(() => {
      say(`${unsaid} new ${unsaid === 1 ? "entry" : "entries"}.`);
      [unsaid, saying] = [0, undefined];
    }, 1500);
  }

  function stopLive() {
    turn++;
    isLive = false;
    tail?.stop();
    tail = undefined;
    bar.live.setAttribute("aria-checked", "false");
    bar.live.dataset.state = "off";
  }

  function show(here) {
    bar.show(here);
    head.replaceChildren();
    if (here.user) {
      userHeader(head, here.user);
    }
    // The rows are what somebody came for: nothing else is asked for, or drawn, before they are there.
    load().then((isOver) => isOver && host.isConnected && counts.show(here));
  }

  show(place());
  return {
    update(here, before) {
      if (ASKED.some((name) => here[name] !== before[name])) {
        const wasLive = isLive;
        show(here);
        if (wasLive && !here.until && !here.order) {
          startLive();
        }
      } else {
        list.select(here.entry);
      }
    },
    again: () => show(place()),
    close: stopLive,
    keys: {
      j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
      Enter: (event) => (event.target.closest("button, a, summary") ? false : open()),
      "/": () => bar.field.focus(),
      l: toggleLive,
      r: () => show(place()),
    },
  };

  function move(steps) {
    const event = list.beside(steps);
    if (event) {
      list.select(event.entry);
      list.grid.focus({ preventScroll: true });
      if (place().entry) {
        go({ entry: event.entry }, { replace: true });
      }
    }
  }

  function open() {
    if (list.selected()) {
      go({ entry: list.selected() });
      $("drawer")?.focus();
    }
  }
}
