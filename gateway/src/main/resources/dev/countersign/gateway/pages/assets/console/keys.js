// What the keyboard does, and the page that tells it.
import { h } from "./dom.js";

const HELP = [
  ["j  ↓", "Next entry"],
  ["k  ↑", "Entry before"],
  ["Enter", "Open the entry"],
  ["Esc", "Close what is open"],
  ["/", "Filter"],
  ["l", "Follow live, or stop"],
  ["r", "Load again"],
  ["g then t c i", "Timeline, charts, integrity"],
  ["?", "This list"],
];

let pending = "";

/** Listens for keys that are not meant for a field. `actions` by key; "g t" is one after the other. */
export function listen(actions) {
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (typing) {
      if (event.key === "Escape") {
        typing.blur();
      }
      return;
    }
    const key = pending ? `${pending} ${event.key}` : event.key;
    pending = event.key === "g" && !pending ? "g" : "";
    const action = actions[key];
    if (action && action(event) !== false) {
      event.preventDefault();
    }
  });
}

export function showHelp() {
  const dialog = h("dialog.ask", { "aria-labelledby": "help-title", id: "help-dialog", onclose: () => dialog.remove() },
    h("h2", { id: "help-title" }, "Keys"),
    h("dl.keys", {}, HELP.map(([key, what]) =>
      h("div", {}, h("dt", {}, key.split(" ").filter(Boolean).map((one) => (one === "then" ? " then " : h("kbd", {}, one)))),
        h("dd", {}, what)))),
    h("div.row", {}, h("button.secondary", { type: "button", onclick: () => dialog.close() }, "Close")));
  document.body.append(dialog);
  dialog.showModal();
}
