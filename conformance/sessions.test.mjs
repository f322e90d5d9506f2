// `sessions` of Stytch's Node client: https://stytch.com/docs/api/session-object
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { base, client, codeSentTo, freshNumber, project, refused } from "./countersign.mjs";

const { otps, sessions, users } = client();

// Logs a fresh number in, and starts a session unless `options` say otherwise.
async function login(options = { session_duration_minutes: 60 }) {
  const phone_number = freshNumber();
  const { phone_id } = await otps.sms.loginOrCreate({ phone_number });
  const code = await codeSentTo(phone_number);
  return { phone_number, ...(await otps.authenticate({ method_id: phone_id, code, ...options })) };
}

describe("otps.authenticate with a session", () => {
  it("starts one", async () => {
    const answer = await login({ session_duration_minutes: 60, session_custom_claims: { plan: { name: "pro" } } });

    assert.match(answer.session_token, /^[A-Za-z0-9_-]{44}$/);
    assert.equal(answer.session_jwt.split(".").length, 3);
    const { session } = answer;
    assert.match(session.session_id, /^session-test-[0-9a-f-]{36}$/);
    assert.equal(session.user_id, answer.user_id);
    assert.equal(Date.parse(session.expires_at) - Date.parse(session.started_at), 60 * 60 * 1000);
    assert.deepEqual(session.custom_claims, { plan: { name: "pro" } });
    assert.deepEqual(session.roles, []);
    assert.equal(session.authentication_factors.length, 1);
    const [factor] = session.authentication_factors;
    assert.equal(factor.type, "otp");
    assert.equal(factor.delivery_method, "sms");
    assert.deepEqual(factor.phone_number_factor, { phone_id: answer.method_id, phone_number: answer.phone_number });
  });

  it("refuses durations outside 5 to 527040 minutes", async () => {
    for (const session_duration_minutes of [4, 527041]) {
      await refused(() => login({ session_duration_minutes }), 400, "invalid_session_duration_minutes");
    }
  });
});

describe("roles", () => {
  it("are those of the user, on the session and in the JWT", async () => {
    const { user_id, session_token } = await login();
    await users.update({ user_id, roles: ["admin"] });

    const { session, session_jwt } = await sessions.authenticate({ session_token });
    assert.deepEqual(session.roles, ["admin"]);
    assert.deepEqual((await sessions.authenticateJwtLocal({ session_jwt })).roles, ["admin"]);
  });
});

describe("sessions.authenticate", () => {
  it("takes the token, and gives it back with a fresh JWT", async () => {
    const { session_token, session } = await login();

    const answer = await sessions.authenticate({ session_token });

    assert.equal(answer.status_code, 200);
    assert.equal(answer.session_token, session_token);
    assert.equal(answer.session.session_id, session.session_id);
    assert.equal(answer.session.expires_at, session.expires_at);
    assert.equal(answer.user.user_id, session.user_id);
    assert.equal(answer.session_jwt.split(".").length, 3);
  });

  it("takes the JWT", async () => {
    const { session_jwt, session } = await login();
    assert.equal((await sessions.authenticate({ session_jwt })).session.session_id, session.session_id);
  });

  it("extends the session, and merges claims", async () => {
    const { session_token } = await login({
      session_duration_minutes: 5,
      session_custom_claims: { kept: 1, gone: 2, deep: { kept: true, changed: 1 } },
    });

    const { session } = await sessions.authenticate({
      session_token,
      session_duration_minutes: 120,
      session_custom_claims: { gone: null, deep: { changed: 2 } },
    });

    assert.deepEqual(session.custom_claims, { kept: 1, deep: { kept: true, changed: 2 } });
    assert.ok(Date.parse(session.expires_at) - Date.parse(session.started_at) > 100 * 60 * 1000);
  });

  it("refuses what is no living session", async () => {
    const unknown = "59cnLELtq5cFVS6uYK9f-pAWzBkhqZl8AvLhbhOvKNWw";
    await refused(() => sessions.authenticate({ session_token: unknown }), 404, "session_not_found");
  });

  it("knows the tokens of the sandbox", async () => {
    const session_token = "WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY";

    const { session, user } = await sessions.authenticate({ session_token });

    assert.equal(session.session_id, "session-test-eb94233f-8800-4ebd-8645-51dc15f9d028");
    assert.equal(session.started_at, "2021-08-28T00:41:58.935673Z");
    assert.equal(session.authentication_factors[0].type, "magic_link");
    assert.equal(user.user_id, "user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd");
  });

  it("refuses every authorization check, and changes nothing then", async () => {
    const { session_token, session_jwt, session } = await login();
    const authorization_check = { resource_id: "accounts", action: "withdraw" };
    const refusal = "consumer_session_authorization_error";
    const longer = { authorization_check, session_duration_minutes: 600 };

    await refused(() => sessions.authenticate({ session_token, ...longer }), 403, refusal);
    await refused(() => sessions.authenticate({ session_jwt, ...longer }), 403, refusal);
    await refused(() => sessions.authenticateJwt({ session_jwt, ...longer }), 403, refusal);
    await refused(() => sessions.authenticateJwt({ session_jwt, ...longer, max_token_age_seconds: 0 }), 403, refusal);

    assert.equal((await sessions.authenticate({ session_token })).session.expires_at, session.expires_at);
  });

  it("wants exactly one of token and JWT", async () => {
    const { session_token, session_jwt } = await login();
    await refused(() => sessions.authenticate({}), 400, "no_session_arguments");
    await refused(() => sessions.authenticate({ session_token, session_jwt }), 400, "too_many_session_arguments");
  });
});

describe("sessions.authenticateJwtLocal", () => {
  it("checks a JWT without asking about the session", async () => {
    const { session_jwt, session, user_id } = await login({
      session_duration_minutes: 60,
      session_custom_claims: { plan: "pro" },
    });

    const local = await sessions.authenticateJwtLocal({ session_jwt });

    assert.equal(local.session_id, session.session_id);
    assert.equal(local.user_id, user_id);
    assert.deepEqual(local.custom_claims, { plan: "pro" });
    assert.equal(local.authentication_factors[0].phone_number_factor.phone_id.startsWith("phone-number-test-"), true);
  });

  it("refuses a JWT that was altered", async () => {
    const { session_jwt } = await login();
    const [header, payload, signature] = session_jwt.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url"));
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: "user-test-forged" })).toString("base64url");
    await assert.rejects(() => sessions.authenticateJwtLocal({ session_jwt: `${header}.${forged}.${signature}` }));
  });
});

describe("sessions.get", () => {
  it("lists the living sessions of a user", async () => {
    const { user_id, session, session_token } = await login();

    const answer = await sessions.get({ user_id });
    assert.deepEqual(answer.sessions.map((one) => one.session_id), [session.session_id]);

    await sessions.revoke({ session_token });
    assert.deepEqual((await sessions.get({ user_id })).sessions, []);
  });
});

describe("sessions.revoke", () => {
  it("takes the id, the token or the JWT", async () => {
    for (const name of ["session_id", "session_token", "session_jwt"]) {
      const { session, session_token, session_jwt } = await login();
      const argument = { session_id: session.session_id, session_token, session_jwt }[name];

      assert.equal((await sessions.revoke({ [name]: argument })).status_code, 200);

      await refused(() => sessions.authenticate({ session_token }), 404, "session_not_found");
      await refused(() => sessions.authenticate({ session_jwt }), 404, "session_not_found");
    }
  });

  it("wants exactly one of them", async () => {
    const { session, session_token } = await login();
    const both = { session_id: session.session_id, session_token };
    await refused(() => sessions.revoke({}), 400, "no_session_revoke_arguments");
    await refused(() => sessions.revoke(both), 400, "too_many_session_revoke_arguments");
  });
});

describe("sessions.getJWKS", () => {
  it("has every member that clients look for", async () => {
    await login();
    const { keys } = await sessions.getJWKS({ project_id: project });
    assert.ok(keys.length > 0);
    for (const key of keys) {
      assert.deepEqual(Object.keys(key).sort(), ["alg", "e", "key_ops", "kid", "kty", "n", "use", "x5c", "x5tS256"]);
      assert.equal(key.kty, "RSA");
      assert.equal(key.alg, "RS256");
    }
  });

  it("needs no credentials, and may be kept for a while", async () => {
    const response = await fetch(`${base}/v1/sessions/jwks/${project}`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("cache-control"), /max-age=\d+/);
  });
});
