// What the page shows first is asked for while the rest of its scripts is still on the way. Runs as soon as it is there.
import { askAhead } from "./api.js";
import { forget, recall, remember } from "./memory.js";
import { place, searchOf } from "./place.js";

const SIGNED_IN = "countersign-signed-in";

/** Whether somebody is, so that nothing is asked for where nobody can be. The session may have ended meanwhile. */
export function rememberSignedIn(is) {
  if (is) {
    remember(SIGNED_IN, "yes");
  } else {
    forget(SIGNED_IN);
  }
}

// Whom an identity provider sends back is not signed in yet.
if (location.pathname === "/console") {
  askAhead("GET", "session");
  const here = place();
  if (here.view === "timeline" && recall(SIGNED_IN)) {
    askAhead("POST", "audit/events/search", searchOf(here, ""));
  }
}
