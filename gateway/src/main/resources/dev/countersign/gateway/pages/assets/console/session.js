// Signing in and out. The browser holds a cookie that scripts cannot read, and never the secret.
import { forgetAhead, get, post, remove } from "./api.js";
import { $, h, say } from "./dom.js";
import { isForgetful, recall, recallHere, remember, rememberHere } from "./memory.js";

const LAST_PROJECT = "countersign-project";
const BACK_TO = "countersign-back-to";
const NO_COOKIES = "Signing in needs cookies, and this browser is set to keep none.";

/** Who is signed in; if nobody is, `signed_in` is false. Deals with those whom an identity provider sends back. */
export async function session() {
  if (location.pathname !== "/console/signed-in") {
    return get("session");
  }
  const given = new URLSearchParams(location.search);
  const back = recallHere(BACK_TO) ?? "";
  // The code goes out of the address before anybody can copy it.
  history.replaceState(null, "", "/console" + (back.startsWith("#") ? back : ""));
  try {
    return await post("oidc/session", { code: given.get("code") ?? "", state: given.get("state") ?? "" });
  } catch (problem) {
    return { ...(await get("session")), problem: problem.message };
  }
}

export const signOut = () => remove("session");

/** Shows the form. Calls `then` with the session once somebody is signed in. */
export function showSignIn({ oidc, problem }, news, then) {
  const trouble = h("p.problem", { role: "alert", id: "sign-in-problem" });
  trouble.textContent = problem ?? (isForgetful() ? NO_COOKIES : "");
  const project = h("input", { id: "project", autocomplete: "username", spellcheck: "false", required: true,
    placeholder: "project-live-…", "aria-describedby": "sign-in-problem" });
  const secret = h("input", { id: "secret", type: "password", autocomplete: "current-password", required: true,
    "aria-describedby": "sign-in-problem" });
  project.value = recall(LAST_PROJECT) ?? "";
  const submit = h("button.primary", { type: "submit", id: "sign-in" }, "Sign in");
  const form = h("form.card", { id: "sign-in-form", novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    attempt(submit, trouble, async () => {
      const found = await post("session", { project_id: project.value.trim(), secret: secret.value.trim() });
      remember(LAST_PROJECT, project.value.trim());
      secret.value = "";
      then(found);
    }, secret);
  } },
  h("img.mark", { src: new URL("../mark.svg", import.meta.url), alt: "" }),
  h("h1", { tabindex: "-1" }, "Audit console"),
  h("p.muted", {}, news || "Who did what, when, from where, and the proof that nobody altered the record."),
  h("label", { for: "project" }, "Project id"), project,
  h("label", { for: "secret" }, "Auditor secret"), secret,
  trouble, submit,
  oidc && h("button.secondary", { type: "button", id: "oidc", onclick: (event) =>
    attempt(event.currentTarget, trouble, async () => {
      rememberHere(BACK_TO, location.hash);
      location.assign((await post("oidc", {})).location);
    }) }, "Sign in with single sign-on"),
  h("p.hint", {}, "A secret for this page is made with ",
    h("code", {}, "countersign project add-secret --role auditor PROJECT_ID"), "."));
  forgetAhead();
  $("content").replaceChildren(h("div.stage", {}, form));
  document.title = "Sign in · Audit console · Countersign";
  (project.value ? secret : project).focus();
  say(news || problem || "");
}

async function attempt(button, trouble, task, wrong) {
  if (button.getAttribute("aria-busy") === "true") {
    return;
  }
  button.setAttribute("aria-busy", "true");
  trouble.textContent = "";
  try {
    await task();
  } catch (problem) {
    trouble.textContent = problem.message;
    wrong?.focus();
    wrong?.select();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
