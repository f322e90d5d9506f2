// The picture of a challenge's story: time goes to the right, and each who acts has a lane.
import { h, s } from "./dom.js";
import { lengthOf } from "./time.js";
import { nameOf, toneOf } from "./words.js";

const LANES = ["Person", "Service", "Carrier"];
const [LEFT, RIGHT, TOP, LANE, MARK] = [84, 26, 4, 58, 11];

const laneOf = (type) => {
  if (/CodeSent|CodeDeliveryFailed/.test(type)) {
    return 2;
  }
  return /Mismatched|CodeVerified|GuessFailed|PhoneVerified|SessionStarted/.test(type) ? 0 : 1;
};

export function picture(story) {
  const host = h("div.picture", { id: "picture" });
  const draw = () => host.clientWidth > 0 && host.replaceChildren(drawn(story, host.clientWidth));
  new ResizeObserver(draw).observe(host);
  return host;
}

function drawn(story, width) {
  const marks = story.events.map((event, i) => ({ event, number: i + 1, at: Date.parse(event.recorded_at), lane: laneOf(event.type) }));
  const issued = story.issued_at ? Date.parse(story.issued_at) : marks[0]?.at ?? 0;
  const first = Math.min(issued, ...marks.map((mark) => mark.at));
  const last = Math.max(story.ended_at ? Date.parse(story.ended_at) : 0, ...marks.map((mark) => mark.at), first + 200);
  const expires = story.expires_at ? Date.parse(story.expires_at) : last;
  // What happened takes most of the room, however long the code would have lived.
  const end = Math.min(Math.max(last, expires), last + (last - first) * 0.5);
  const x = (at) => LEFT + ((Math.min(at, end) - first) / (end - first || 1)) * (width - LEFT - RIGHT);
  const height = TOP + LANES.length * LANE + 24;
  const outcome = story.outcome.replace("CHALLENGE_OUTCOME_", "").toLowerCase();
  const lifeAt = TOP + LANE * 1.5;
  const alive = Math.min(story.ended_at ? Date.parse(story.ended_at) : expires, expires);
  return s("svg.lanes", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
    "aria-label": `The ${story.events.length} steps of the challenge on a line of time, ${outcome}; the list below tells them all.` },
  LANES.map((name, i) => [
    s("rect.lane", { x: 0, y: TOP + i * LANE, width, height: LANE, "data-odd": String(i % 2) }),
    s("text.lane-name", { x: 12, y: TOP + (i + 0.5) * LANE + 4 }, name),
  ]),
  s("rect.life", { x: x(issued), y: lifeAt - 5, width: Math.max(2, x(Math.max(alive, issued)) - x(issued)), height: 10, rx: 5 }),
  alive < expires && s("rect.unlived", { x: x(alive), y: lifeAt - 5, width: Math.max(0, x(expires) - x(alive)), height: 10, rx: 5 }),
  ticks(first, end, x, height, width),
  spread(marks, x).map((mark) => s("g.mark", { "data-tone": toneOf(mark.event), transform: `translate(${mark.x} ${mark.y})` },
    s("title", {}, `${mark.number}. ${nameOf(mark.event.type)}, after ${lengthOf(mark.at - first)}`),
    s("circle", { r: MARK }),
    s("text", { y: 4 }, String(mark.number)))));
}

/** Marks that would cover one another stand beside each other. */
function spread(marks, x) {
  const taken = LANES.map(() => -Infinity);
  return marks.map((mark) => {
    const wanted = x(mark.at);
    const at = Math.max(wanted, taken[mark.lane] + MARK * 2 + 3);
    taken[mark.lane] = at;
    return { ...mark, x: at, y: TOP + (mark.lane + 0.5) * LANE };
  });
}

function ticks(first, end, x, height, width) {
  const many = width < 500 ? 3 : 6;
  const steps = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 60000, 120000, 300000, 600000, 3600000];
  const step = steps.find((one) => (end - first) / one <= many) ?? end - first;
  const all = [];
  for (let at = 0; at <= end - first; at += step) {
    all.push(s("g.tick", { transform: `translate(${x(first + at)} 0)` },
      s("line", { y1: TOP, y2: height - 20 }),
      s("text", { y: height - 6 }, at === 0 ? "0" : `+${lengthOf(at)}`)));
  }
  return all;
}
