// The three screens of a login: the number, the code, the session. The browser holds neither the secret of the project
// nor the token of the session; see LoginExample for the other half.
import { call } from "./backend.js";
import { clock, countDown } from "./countdown.js";
import { phoneField, readable } from "./phone-field.js";

const RESEND_SECONDS = 30;
const $ = (id) => document.getElementById(id);
const screens = ["phone-screen", "code-screen", "session-screen"].map($);
const phone = phoneField($("country"), $("phone-number"));

let sent = { number: "", methodId: "" };
let stopResend = () => {};
let stopSession = () => {};
let webOtp = new AbortController();

/** Shows one screen, and puts the focus where its work begins. */
function show(screen, focus) {
  for (const other of screens) {
    other.hidden = other !== screen;
  }
  const heading = screen.querySelector("h1");
  document.title = `${heading.textContent} · Countersign`;
  (focus ?? heading).focus();
}

function say(news) {
  $("news").textContent = "";
  // A change from empty is read out even if the words are those of the last time.
  requestAnimationFrame(() => ($("news").textContent = news));
}

function complain(field, problem) {
  $(`${field}-problem`).textContent = problem;
  const input = { phone: $("phone-number"), code: $("code") }[field];
  if (input) {
    input.setAttribute("aria-invalid", String(problem !== ""));
    if (problem) {
      input.focus();
      input.select();
    }
  }
}

/** Runs a piece of work that a button stands for, once at a time; tells what goes wrong under its field. */
async function work(button, field, task) {
  if (button.getAttribute("aria-busy") === "true") {
    return;
  }
  button.setAttribute("aria-busy", "true");
  complain(field, "");
  try {
    await task();
  } catch (problem) {
    complain(field, problem.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function sendCode(number) {
  const { method_id: methodId } = await call("POST", "/login/code", { phone_number: number });
  sent = { number, methodId };
  $("sent-number").textContent = readable(number);
  $("code").value = "";
  complain("code", "");
  stopResend();
  stopResend = countDown(RESEND_SECONDS, (left) => {
    $("resend").disabled = left > 0;
    $("resend").textContent = left > 0 ? `New code in ${clock(left)}` : "Send a new code";
  });
  show($("code-screen"), $("code"));
  fillInFromMessage();
}

/** WebOTP: the phone that got the message is this one. Elsewhere nothing happens, and the person types. */
async function fillInFromMessage() {
  webOtp.abort();
  webOtp = new AbortController();
  const { signal } = webOtp;
  if (!("OTPCredential" in window)) {
    return;
  }
  try {
    const { code } = await navigator.credentials.get({ otp: { transport: ["sms"] }, signal });
    if (!signal.aborted) {
      $("code").value = code;
      $("code-screen").requestSubmit();
    }
  } catch {
    // Refused, or no longer wanted.
  }
}

function showSession(session, focus) {
  webOtp.abort();
  stopResend();
  stopSession();
  $("session-number").textContent = readable(session.phone_number);
  $("session-user").textContent = session.user_id;
  stopSession = countDown(session.expires_in_seconds, (left) => {
    $("session-left").textContent = clock(left);
    if (left === 0) {
      startAnew("Your session has ended. Log in again.");
    }
  });
  show($("session-screen"), focus);
}

function startAnew(news) {
  stopResend();
  stopSession();
  webOtp.abort();
  sent = { number: "", methodId: "" };
  $("code").value = "";
  $("phone-number").value = "";
  complain("phone", "");
  show($("phone-screen"), $("phone-number"));
  say(news);
}

$("phone-screen").addEventListener("submit", (event) => {
  event.preventDefault();
  const problem = phone.problem();
  if (problem) {
    complain("phone", problem);
    return;
  }
  work(event.target.querySelector("[type=submit]"), "phone", async () => {
    await sendCode(phone.number());
    say("A code is on its way.");
  });
});

$("code-screen").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = $("code").value;
  if (!/^\d{4,10}$/.test(code)) {
    complain("code", code ? "The code consists of the digits in the message." : "Type in the code from the message.");
    return;
  }
  work(event.target.querySelector("[type=submit]"), "code", async () => {
    showSession(await call("POST", "/login/session", { method_id: sent.methodId, code }));
  });
});

$("code").addEventListener("input", () => {
  // Who types is not interrupted by a message that comes now.
  webOtp.abort();
  const digits = $("code").value.replace(/\D/g, "");
  if (digits !== $("code").value) {
    $("code").value = digits;
  }
});

// Whoever pastes a code has all of it; whoever types may still be thinking.
$("code").addEventListener("paste", (event) => {
  const code = event.clipboardData.getData("text").match(/\d{4,10}/)?.[0];
  if (code) {
    event.preventDefault();
    $("code").value = code;
    $("code-screen").requestSubmit();
  }
});

$("resend").addEventListener("click", () =>
  work($("resend"), "code", async () => {
    // The code that is under way will not be good any more.
    webOtp.abort();
    try {
      await sendCode(sent.number);
    } catch (problem) {
      fillInFromMessage();
      throw problem;
    }
    say("A new code is on its way. The one before no longer works.");
  }));

$("other-number").addEventListener("click", () => {
  stopResend();
  webOtp.abort();
  show($("phone-screen"), $("phone-number"));
  $("phone-number").select();
});

$("log-out").addEventListener("click", () =>
  work($("log-out"), "session", async () => {
    await call("DELETE", "/login/session");
    startAnew("You are logged out.");
  }));

call("GET", "/login/session").then(
  (session) => (session.logged_in ? showSession(session) : show($("phone-screen"), $("phone-number"))),
  (problem) => {
    show($("phone-screen"), $("phone-number"));
    complain("phone", problem.message);
  });
