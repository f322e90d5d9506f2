// Personal data in clear: for those who may, as long as they say so, and never over a reload.
import { $, h } from "./dom.js";

let shown = false;
let allowed = false;
let onChange = () => {};

/** Goes into every request that tells entries. */
export const clear = () => (shown ? { reveal_personal_data: true } : {});

export function mayShow(may, then) {
  [allowed, onChange] = [may, then];
  set(false);
}

/** The switch; null for those who may not. */
export function clearSwitch() {
  return allowed && h("button.switch", { type: "button", role: "switch", id: "clear", "aria-checked": String(shown),
    title: "Show numbers and addresses of persons in clear", onclick: () => (shown ? set(false, true) : ask()) },
  "In clear");
}

function ask() {
  const dialog = h("dialog.ask", { "aria-labelledby": "ask-title", onclose: () => dialog.remove() },
    h("h2", { id: "ask-title" }, "Show personal data in clear?"),
    h("p", {}, "Numbers and addresses of persons are then told unmasked. Each look is an entry of the trail itself, ",
      "with your secret and what you looked for, before anything is shown."),
    h("div.row", {},
      h("button.secondary", { type: "button", onclick: () => dialog.close() }, "Keep masked"),
      h("button.danger", { type: "button", id: "clear-yes", onclick: () => (dialog.close(), set(true, true)) },
        "Show in clear")));
  document.body.append(dialog);
  dialog.showModal();
}

function set(on, tell) {
  shown = on;
  $("clear")?.setAttribute("aria-checked", String(on));
  const banner = $("clear-banner");
  banner.hidden = !on;
  banner.textContent = on ? "Personal data is shown in clear. Every look is recorded in the trail." : "";
  if (tell) {
    onChange();
  }
}
