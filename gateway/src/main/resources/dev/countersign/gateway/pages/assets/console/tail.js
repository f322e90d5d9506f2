// Follows the trail. After a lost connection it goes on where it was.
import { addressOf, streamOf } from "./api.js";
import { clear } from "./clear.js";

const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 60;

/**
 * Tells entries from this number on, as they come. Ends when `stop` is called on what it gives. While it is lost, the state
 * comes with words that say why, if somebody said so. Waits longer each time, so that a full house is not asked all the time.
 */
export function follow(filter, fromEntry, { onEvents, onState, onEnded }) {
  const leaving = new AbortController();
  const { signal } = leaving;
  let next = fromEntry;
  let pause = FIRST_PAUSE;

  async function listen() {
    const request = { filter, ...(next !== undefined && { from_entry: String(next) }), ...clear() };
    for await (const message of messages(await streamOf(await addressOf("tail", request, signal), signal))) {
      if (message.event === "ended") {
        stop();
        onEnded();
        return;
      }
      const { events, next_entry: position } = JSON.parse(message.data);
      next = position;
      pause = FIRST_PAUSE;
      onState("live", "");
      if (events.length > 0) {
        onEvents(events);
      }
    }
  }

  async function run() {
    onState("lost", "");
    while (!signal.aborted) {
      let words = "";
      try {
        await listen();
      } catch (problem) {
        words = problem.type ? `${problem.message} Trying again in ${pause} s.` : "";
      }
      if (!signal.aborted) {
        onState("lost", words);
        await passed(pause * 1000, signal);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }

  function stop() {
    leaving.abort();
    onState("off", "");
  }

  run();
  return { stop };
}

/** Server-sent events, each as its fields. */
async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const whole = (text + piece.value).split("\n\n");
    text = whole.pop();
    yield* whole.map((message) => Object.fromEntries(message.split("\n").map((line) => line.split(/: (.*)/s, 2))));
  }
}

const passed = (millis, signal) => new Promise((done) => {
  const timer = setTimeout(done, millis);
  signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
});
