// Repeating a call with its Idempotency-Key. Stytch's client sends none, so this speaks HTTP.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { base, basic, client, codeSentTo, freshNumber } from "./countersign.mjs";

async function post(path, body, key) {
  const response = await fetch(`${base}${path}`, {
    method: "POST",
    headers: { Authorization: basic, "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(body),
  });
  const { request_id, ...rest } = await response.json();
  assert.match(request_id, /^request-id-test-/);
  return rest;
}

describe("Idempotency-Key", () => {
  it("gives a repeated login the same answer, and sends one message", async () => {
    const body = { phone_number: freshNumber() };
    const key = randomUUID();

    const first = await post("/v1/otps/sms/login_or_create", body, key);
    await codeSentTo(body.phone_number);
    const again = await post("/v1/otps/sms/login_or_create", body, key);

    assert.equal(first.user_created, true);
    assert.deepEqual(again, first);
    const response = await fetch(`${base}/dev/messages?phone_number=${encodeURIComponent(body.phone_number)}`);
    assert.equal((await response.json()).messages.length, 1);
  });

  it("gives a repeated authentication the same session", async () => {
    const phone_number = freshNumber();
    const { phone_id } = await client().otps.sms.loginOrCreate({ phone_number });
    const code = await codeSentTo(phone_number);
    const body = { method_id: phone_id, code, session_duration_minutes: 60 };
    const key = randomUUID();

    const first = await post("/v1/otps/authenticate", body, key);

    assert.equal(first.status_code, 200);
    assert.deepEqual(await post("/v1/otps/authenticate", body, key), first);
  });

  it("refuses another request with the same key, and what is no key", async () => {
    const key = randomUUID();
    await post("/v1/otps/sms/login_or_create", { phone_number: freshNumber() }, key);

    const other = await post("/v1/otps/sms/login_or_create", { phone_number: freshNumber() }, key);
    assert.equal(other.status_code, 422);
    assert.equal(other.error_type, "idempotency_key_reused");
    const malformed = await post("/v1/otps/sms/login_or_create", { phone_number: freshNumber() }, "k".repeat(256));
    assert.equal(malformed.status_code, 400);
    assert.equal(malformed.error_type, "invalid_idempotency_key");
  });
});
