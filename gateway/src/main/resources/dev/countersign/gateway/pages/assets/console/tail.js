// Follows the trail. The browser itself comes back after a lost connection, and says where it was.
import { addressOf } from "./api.js";
import { clear } from "./clear.js";

const AGAIN_MILLIS = 2000;

/** Tells entries from this number on, as they come. Ends when `stop` is called on what it gives. */
export function follow(filter, fromEntry, { onEvents, onState, onEnded }) {
  let stream;
  let next = fromEntry;
  let stopped = false;

  async function connect() {
    onState("lost");
    try {
      const address = await addressOf("tail", { filter, ...(next !== undefined && { from_entry: String(next) }), ...clear() });
      if (stopped) {
        return;
      }
      stream = new EventSource(address);
    } catch {
      again();
      return;
    }
    stream.onmessage = (message) => {
      const { events, next_entry: position } = JSON.parse(message.data);
      next = position;
      onState("live", position);
      if (events.length > 0) {
        onEvents(events);
      }
    };
    stream.addEventListener("ended", () => {
      stop();
      onEnded();
    });
    stream.onerror = () => {
      onState("lost");
      if (stream.readyState === EventSource.CLOSED) {
        again();
      }
    };
  }

  function again() {
    if (!stopped) {
      setTimeout(() => !stopped && connect(), AGAIN_MILLIS);
    }
  }

  function stop() {
    stopped = true;
    stream?.close();
    onState("off");
  }

  connect();
  return { stop };
}
