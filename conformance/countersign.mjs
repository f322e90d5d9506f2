// The installation that is tested, and clients for it. Its address and credentials come from the environment.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import stytch from "stytch";

export const base = process.env.COUNTERSIGN_URL;
const { PROJECT_ID, SECRET } = process.env;
export const project = PROJECT_ID;
export const basic = `Basic ${Buffer.from(`${PROJECT_ID}:${SECRET}`).toString("base64")}`;

// Stytch's client with the project's credentials, or with others. Its `custom_base_url` would insist on https.
export function client(credentials = {}) {
  return new stytch.Client({ project_id: PROJECT_ID, secret: SECRET, env: base, ...credentials });
}

// A number of the range for fiction would be the same for many runs; these can be assigned and are not dialled here.
export function freshNumber() {
  return `+1202${randomInt(200, 1000)}${String(randomInt(0, 10_000)).padStart(4, "0")}`;
}

// The code of the newest message to a number, once so many have come.
export async function codeSentTo(number, count = 1) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const response = await fetch(`${base}/dev/messages?phone_number=${encodeURIComponent(number)}`);
    const { messages } = await response.json();
    if (messages.length >= count) {
      return messages[0].code;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No message number ${count} came`);
}

export function otherThan(code) {
  return code === "000000" ? "000001" : "000000";
}

// Checks that a call fails as Stytch's calls do, which the client turns into an error of its own.
export async function refused(call, status, type) {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof stytch.StytchError, `${error}`);
    assert.equal(error.status_code, status);
    assert.equal(error.error_type, type);
    assert.match(error.request_id, /^request-id-test-[0-9a-f-]{36}$/);
    assert.ok(error.error_message.length > 0);
    assert.ok(error.error_url.endsWith(type), error.error_url);
    return true;
  });
}
