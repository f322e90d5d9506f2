// The console: who is signed in, which view is open, and what the keyboard does.
import { rememberSignedIn } from "./first.js";
import { forgetAhead, whenSignedOut } from "./api.js";
import { challenge } from "./challenge.js";
import { charts } from "./charts.js";
import { clearSwitch, mayShow } from "./clear.js";
import { $, h, icon } from "./dom.js";
import { showEntry } from "./entry.js";
import { integrity } from "./integrity.js";
import { listen, showHelp } from "./keys.js";
import { remember } from "./memory.js";
import { addressOf, FILTERS, go, place, whenMoved } from "./place.js";
import { session, showSignIn, signOut } from "./session.js";
import { timeline } from "./timeline.js";
import { shortOf } from "./words.js";

const VIEWS = { timeline: ["Timeline", timeline], charts: ["Charts", charts], challenge: ["Challenge", challenge],
  integrity: ["Integrity", integrity] };
const KEPT = ["range", "from", "until", ...FILTERS];
const NEXT_THEME = { system: "light", light: "dark", dark: "system" };

let view;
let name;
let who;

function open(here) {
  view?.close();
  name = here.view;
  const host = h("div.view", { "data-view": name });
  $("content").replaceChildren(host);
  view = VIEWS[name][1](host, { onSignedOut: ended });
  document.title = `${VIEWS[name][0]} · Audit console · Countersign`;
  showTabs(here);
  showEntry(here.entry);
}

function showTabs(here) {
  const kept = Object.fromEntries(KEPT.map((one) => [one, here[one]]));
  $("tabs").replaceChildren(...Object.entries(VIEWS).map(([one, [words]]) =>
    h("a", { href: addressOf({ view: one, ...kept }), "aria-current": one === here.view ? "page" : null }, words)));
}

function showTools() {
  const theme = document.documentElement.dataset.theme;
  $("tools").replaceChildren(...[
    clearSwitch(),
    h("button.quiet.square", { type: "button", id: "theme", "aria-label": `Colours: ${theme}. Change`, title: `Colours: ${theme}`,
      onclick: changeTheme }, icon("sun")),
    h("button.quiet.square", { type: "button", id: "help", "aria-label": "Keys", title: "Keys (?)", onclick: showHelp }, icon("help")),
    h("span.who", { title: `${who.project_id}\n${who.secret_id}` }, who.name || shortOf(who.project_id)),
    h("button.quiet.square", { type: "button", id: "sign-out", "aria-label": "Sign out", title: "Sign out", onclick: leave }, icon("out")),
  ].filter(Boolean));
}

function changeTheme() {
  const theme = NEXT_THEME[document.documentElement.dataset.theme];
  document.documentElement.dataset.theme = theme;
  remember("countersign-theme", theme);
  dispatchEvent(new Event("theme"));
  showTools();
  $("theme").focus();
}

async function leave() {
  const nobody = await signOut();
  shut(nobody, "You are signed out.");
}

function ended() {
  if (who?.signed_in) {
    shut({ oidc: who.oidc }, "Your session has ended. Sign in to go on where you were.");
  }
}

/** Nothing that was shown stays on the page. */
function shut(nobody, news) {
  who = nobody;
  rememberSignedIn(false);
  view?.close();
  view = undefined;
  mayShow(false, () => {});
  $("bar").hidden = true;
  $("drawer-place").replaceChildren();
  document.querySelectorAll("dialog").forEach((dialog) => dialog.remove());
  showSignIn(nobody, news, enter);
}

function enter(found) {
  who = found;
  rememberSignedIn(true);
  mayShow(found.may_reveal, () => {
    view?.again();
    showEntry(place().entry);
  });
  $("bar").hidden = false;
  showTools();
  $("content").focus({ preventScroll: true });
  open(place());
  // What was asked ahead and not taken now was for another question, or another person.
  forgetAhead();
}

whenSignedOut(ended);
whenMoved((here, before) => {
  if (!view) {
    return;
  }
  if (here.view !== name) {
    open(here);
    return;
  }
  showTabs(here);
  view.update(here, before);
  if (here.entry !== before.entry) {
    showEntry(here.entry);
  }
});

const keys = (key) => (event) => (view?.keys?.[key] ? view.keys[key](event) : false);
listen({
  ...Object.fromEntries(["j", "k", "ArrowDown", "ArrowUp", "Enter", "/", "l", "r"].map((key) => [key, keys(key)])),
  Escape: () => (place().entry ? go({ entry: undefined }) : false),
  "?": () => (view ? showHelp() : false),
  "g t": () => view && go({ view: "timeline" }),
  "g c": () => view && go({ view: "charts" }),
  "g i": () => view && go({ view: "integrity" }),
});
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("content").focus();
});

session().then(
  (found) => (found.signed_in ? enter(found) : showSignIn(found, "", enter)),
  (problem) => showSignIn({ problem: problem.message }, "", enter));
