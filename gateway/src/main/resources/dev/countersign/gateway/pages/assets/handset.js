// Shows messages as they arrive. `?phone_number=%2B12025550162` shows those to one number only.
import { readable } from "./phone-field.js";

const AGAIN_MILLIS = 2000;
const $ = (id) => document.getElementById(id);
const time = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minute = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const shown = new Map();
let first = true;

function connect() {
  const stream = new EventSource("/dev/messages/stream" + location.search);
  stream.onopen = () => state("live", "Live");
  stream.onmessage = (event) => show(JSON.parse(event.data).messages);
  stream.onerror = () => {
    state("lost", "Reconnecting");
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(connect, AGAIN_MILLIS);
    }
  };
}

/** The list is newest first; what is on the page already stays as it is, with its focus. */
function show(messages) {
  const names = messages.map((message) => `${message.received_at} ${message.to} ${message.code}`);
  for (const [name, item] of shown) {
    if (!names.includes(name)) {
      item.remove();
      shown.delete(name);
    }
  }
  let next = null;
  for (let i = messages.length - 1; i >= 0; i--) {
    let item = shown.get(names[i]);
    if (!item) {
      item = itemOf(messages[i]);
      item.classList.toggle("fresh", !first);
      shown.set(names[i], item);
      $("messages").insertBefore(item, next);
    }
    next = item;
  }
  $("empty").hidden = messages.length > 0;
  first = false;
}

function itemOf(message) {
  const header = element("header", element("span", `To ${readable(message.to)}`), timeOf(message));
  const copy = element("button", `Copy ${message.code}`);
  copy.type = "button";
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(message.code);
    $("news").textContent = `${message.code} is copied.`;
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = `Copy ${message.code}`), 1500);
  });
  const item = element("li", header, ...marked(message), element("div", copy));
  item.className = "message";
  item.dataset.to = message.to;
  item.dataset.code = message.code;
  return item;
}

/** The text, with the code made easy to see where it stands first. */
function marked({ body, code }) {
  const at = body.indexOf(code);
  return at < 0 ? [body] : [body.slice(0, at), element("mark", code), body.slice(at + code.length)];
}

function timeOf(message) {
  const at = element("time", time.format(new Date(message.received_at)));
  at.dateTime = message.received_at;
  return at;
}

/** Text goes in as text: whatever a message says, it is never read as HTML. */
function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

function state(name, words) {
  $("state").dataset.state = name;
  if ($("state").textContent !== words) {
    $("state").textContent = words;
  }
}

function tick() {
  $("clock").textContent = minute.format(new Date());
}

tick();
setInterval(tick, 5000);
connect();
