// Every answer has every member that Stytch's OpenAPI file marks as required, and none of them is null.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, it } from "node:test";
import { base, codeSentTo, freshNumber, project } from "./countersign.mjs";

const { answers, shapes } = JSON.parse(readFileSync(new URL("required-members.json", import.meta.url), "utf8"));
const credentials = Buffer.from(`${project}:${process.env.SECRET}`).toString("base64");
const seen = new Set();

// Calls a route, and looks through the answer.
async function call(route, variables = {}, body) {
  const [method, template] = route.split(" ");
  const path = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(variables[name]));
  const query = method === "GET" && variables.query ? `?${new URLSearchParams(variables.query)}` : "";
  const response = await fetch(`${base}${path}${query}`, {
    method,
    headers: { Authorization: `Basic ${credentials}`, "Content-Type": "application/json" },
    body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
  });
  const answer = await response.json();
  assert.equal(response.status, 200, `${route}: ${JSON.stringify(answer)}`);
  check(answer, answers[route], route);
  seen.add(route);
  return answer;
}

function check(value, shape, where) {
  const { required = [], members = {}, each } = typeof shape === "string" ? shapes[shape] : shape;
  if (each) {
    value.forEach((one, index) => check(one, each, `${where}[${index}]`));
  }
  for (const name of required) {
    assert.ok(value[name] !== undefined && value[name] !== null, `${where} has no ${name}`);
  }
  for (const [name, inner] of Object.entries(members)) {
    if (value[name] !== undefined && value[name] !== null) {
      check(value[name], inner, `${where}.${name}`);
    }
  }
}

it("sends them with every answer", async () => {
  const phone_number = freshNumber();
  const { phone_id, user_id } = await call("POST /v1/otps/sms/login_or_create", {}, { phone_number });
  await codeSentTo(phone_number);
  await call("POST /v1/otps/sms/send", {}, { phone_number });
  const code = await codeSentTo(phone_number, 2);
  const body = { method_id: phone_id, code, session_duration_minutes: 60 };
  const { session_token } = await call("POST /v1/otps/authenticate", {}, body);
  await call("POST /v1/sessions/authenticate", {}, { session_token });
  await call("GET /v1/sessions", { query: { user_id } });
  await call("GET /v1/sessions/jwks/{project_id}", { project_id: project });
  await call("POST /v1/sessions/revoke", {}, { session_token });

  const other = freshNumber();
  const made = await call("POST /v1/users", {}, { phone_number: other, external_id: randomUUID() });
  const one = { user_id: made.user_id };
  await call("GET /v1/users/{user_id}", one);
  await call("PUT /v1/users/{user_id}", one, { name: { first_name: "Ada" } });
  await call("POST /v1/users/search", {}, { limit: 2 });
  await call("DELETE /v1/users/{user_id}/external_id", one);
  const { user } = await call(
    "PUT /v1/users/{user_id}/exchange_primary_factor", one, { phone_number: freshNumber() });
  await call("DELETE /v1/users/phone_numbers/{phone_id}", { phone_id: user.phone_numbers[0].phone_id });
  await call("DELETE /v1/users/{user_id}", one);
});

it("sends them without a session, too", async () => {
  const phone_number = freshNumber();
  const { phone_id } = await call("POST /v1/otps/sms/login_or_create", {}, { phone_number });
  const code = await codeSentTo(phone_number);
  const answer = await call("POST /v1/otps/authenticate", {}, { method_id: phone_id, code });
  assert.equal(answer.session, null);
});

after(() => assert.deepEqual([...seen].sort(), Object.keys(answers).sort()));
