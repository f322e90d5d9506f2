// Making elements. Text goes in as text: whatever an entry says, it is never read as HTML.

const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** h("button.quiet", { type: "button", onclick }, "Text", child): properties that begin with "on" are listeners. */
export function h(name, properties = {}, ...content) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  return filled(made, classes, properties, content);
}

/** The same, for pictures. */
export function s(name, properties = {}, ...content) {
  const [tag, ...classes] = name.split(".");
  return filled(document.createElementNS(SVG, tag), classes, properties, content);
}

function filled(made, classes, properties, content) {
  if (classes.length > 0) {
    made.setAttribute("class", classes.join(" "));
  }
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  made.append(...content.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return made;
}

/** What a screen reader says next. */
export function say(words) {
  $("news").textContent = "";
  // A change from empty is read out even if the words are those of the last time.
  requestAnimationFrame(() => ($("news").textContent = words));
}

/** Puts a text where it can be pasted from, and says so on the button. */
export async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const before = button.textContent;
  button.textContent = "Copied";
  say("Copied.");
  setTimeout(() => (button.textContent = before), 1500);
}

/** Lets somebody keep a text as a file. */
export function keep(name, text) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Draws one of the few pictures that buttons have. */
export function icon(name) {
  const paths = {
    close: "M4 4l8 8M12 4l-8 8",
    filter: "M2 3h12l-4.5 5.5V13l-3-1.5V8.5z",
    sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13",
    help: "M5.8 6a2.3 2.3 0 1 1 3.2 2.1c-.7.3-1 .8-1 1.6M8 12.4v.1",
    out: "M9 2H3v12h6M6.5 8H14M11 5l3 3-3 3",
  };
  return s("svg.icon", { viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: paths[name] }));
}
