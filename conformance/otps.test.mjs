// `otps` of Stytch's Node client: https://stytch.com/docs/api/send-otp-by-sms
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { client, codeSentTo, freshNumber, otherThan, refused } from "./countersign.mjs";

const otps = client().otps;

describe("otps.sms.loginOrCreate", () => {
  it("makes a user for a new number, and finds it again", async () => {
    const phone_number = freshNumber();

    const first = await otps.sms.loginOrCreate({ phone_number });
    const second = await otps.sms.loginOrCreate({ phone_number, expiration_minutes: 10 });

    assert.equal(first.status_code, 200);
    assert.match(first.request_id, /^request-id-test-/);
    assert.match(first.user_id, /^user-test-[0-9a-f-]{36}$/);
    assert.match(first.phone_id, /^phone-number-test-[0-9a-f-]{36}$/);
    assert.equal(first.user_created, true);
    assert.equal(second.user_created, false);
    assert.equal(second.user_id, first.user_id);
    assert.equal(second.phone_id, first.phone_id);
  });

  it("refuses what is no phone number", async () => {
    for (const phone_number of ["", "12025550162", "+1", "+1202555016", "(202) 555-0162"]) {
      await refused(() => otps.sms.loginOrCreate({ phone_number }), 400, "invalid_phone_number");
    }
  });

  it("refuses lifetimes outside 1 to 10 minutes", async () => {
    for (const expiration_minutes of [0, 11, -1]) {
      const request = { phone_number: freshNumber(), expiration_minutes };
      await refused(() => otps.sms.loginOrCreate(request), 400, "invalid_expiration_otp");
    }
  });

  it("refuses attributes that cannot be", async () => {
    const request = { phone_number: freshNumber(), attributes: { ip_address: "999.1.1.1" } };
    await refused(() => otps.sms.loginOrCreate(request), 400, "invalid_ip_address");
  });

  it("takes all sixteen languages, with hyphens and without", async () => {
    const locales = "en es pt-br fr it de-DE zh-Hans ca-ES ja ru nl pl tr fa vi cs ptbr deDE zhHans caES".split(" ");
    for (const locale of locales) {
      const answer = await otps.sms.loginOrCreate({ phone_number: freshNumber(), locale });
      assert.equal(answer.status_code, 200);
    }
    await refused(() => otps.sms.loginOrCreate({ phone_number: freshNumber(), locale: "xx" }), 400, "invalid_locale");
  });

  it("knows who calls", async () => {
    const request = { phone_number: freshNumber() };
    const stranger = client({ secret: "secret-test-of-somebody-else" });
    const nobody = client({ project_id: "project-test-nonsense" });
    await refused(() => stranger.otps.sms.loginOrCreate(request), 401, "unauthorized_credentials");
    await refused(() => nobody.otps.sms.loginOrCreate(request), 400, "invalid_project_id_authentication");
  });
});

describe("otps.sms.send", () => {
  it("logs nobody in to the account that merely named the number", async () => {
    const { user_id } = await otps.sms.loginOrCreate({ phone_number: freshNumber() });
    const phone_number = freshNumber();
    const attached = await otps.sms.send({ phone_number, user_id });
    const code = await codeSentTo(phone_number);

    const login = await otps.sms.loginOrCreate({ phone_number });

    assert.equal(login.user_created, true);
    assert.notEqual(login.user_id, user_id);
    await refused(() => otps.authenticate({ method_id: attached.phone_id, code }), 404, "otp_code_not_found");
    const own = await otps.authenticate({ method_id: login.phone_id, code: await codeSentTo(phone_number, 2) });
    assert.equal(own.user_id, login.user_id);
  });

  it("sends to a number that somebody has", async () => {
    const phone_number = freshNumber();
    const made = await otps.sms.loginOrCreate({ phone_number });
    await codeSentTo(phone_number); // a code that is replaced before its message goes out is not sent

    const sent = await otps.sms.send({ phone_number });

    assert.equal(sent.status_code, 200);
    assert.equal(sent.user_id, made.user_id);
    assert.equal(sent.phone_id, made.phone_id);
    await codeSentTo(phone_number, 2);
  });

  it("makes no user", async () => {
    await refused(() => otps.sms.send({ phone_number: freshNumber() }), 404, "phone_number_not_found");
  });

  it("attaches a number to a user, for good once it is proven", async () => {
    const { user_id } = await otps.sms.loginOrCreate({ phone_number: freshNumber() });
    const phone_number = freshNumber();

    const sent = await otps.sms.send({ phone_number, user_id });
    const code = await codeSentTo(phone_number);
    const answer = await otps.authenticate({ method_id: sent.phone_id, code });

    assert.equal(sent.user_id, user_id);
    assert.equal(answer.user_id, user_id);
    assert.equal(answer.user.phone_numbers.length, 2);
    assert.equal((await otps.sms.loginOrCreate({ phone_number })).user_id, user_id);
  });

  it("attaches a number to the user of a session", async () => {
    const phone_number = freshNumber();
    const { phone_id, user_id } = await otps.sms.loginOrCreate({ phone_number });
    const login = { method_id: phone_id, code: await codeSentTo(phone_number), session_duration_minutes: 60 };
    const { session_token, session_jwt } = await otps.authenticate(login);

    for (const session of [{ session_token }, { session_jwt }]) {
      assert.equal((await otps.sms.send({ phone_number: freshNumber(), ...session })).user_id, user_id);
    }
    const both = { phone_number: freshNumber(), session_token, session_jwt };
    await refused(() => otps.sms.send(both), 400, "too_many_session_arguments");
    const unknown = { phone_number: freshNumber(), session_token: "a".repeat(44) };
    await refused(() => otps.sms.send(unknown), 404, "session_not_found");
  });

  it("refuses another user's number, unknown users, and too many numbers", async () => {
    const { user_id } = await otps.sms.loginOrCreate({ phone_number: freshNumber() });
    const taken = freshNumber();
    await otps.sms.loginOrCreate({ phone_number: taken });

    await refused(() => otps.sms.send({ phone_number: taken, user_id }), 400, "duplicate_phone_number");
    const stranger = { phone_number: freshNumber(), user_id: "user-test-11111111-1111-4111-8111-111111111111" };
    await refused(() => otps.sms.send(stranger), 404, "user_not_found");
    for (let number = 0; number < 5; number++) {
      await otps.sms.send({ phone_number: freshNumber(), user_id });
    }
    const oneMore = { phone_number: freshNumber(), user_id };
    await refused(() => otps.sms.send(oneMore), 400, "too_many_unverified_factors");
  });
});

describe("otps.authenticate", () => {
  it("accepts the code once, and gives the user", async () => {
    const phone_number = freshNumber();
    const { phone_id, user_id } = await otps.sms.loginOrCreate({ phone_number, create_user_as_pending: true });
    const code = await codeSentTo(phone_number);

    const answer = await otps.authenticate({ method_id: phone_id, code });

    assert.equal(answer.status_code, 200);
    assert.equal(answer.user_id, user_id);
    assert.equal(answer.method_id, phone_id);
    assert.equal(answer.session_token, "");
    assert.equal(answer.session_jwt, "");
    assert.equal(answer.reset_sessions, false);
    assert.equal(answer.user.status, "active");
    assert.deepEqual(answer.user.phone_numbers, [{ phone_id, phone_number, verified: true }]);
    await refused(() => otps.authenticate({ method_id: phone_id, code }), 401, "unable_to_auth_otp_code");
  });

  it("refuses a wrong code, and then still takes the right one", async () => {
    const phone_number = freshNumber();
    const { phone_id } = await otps.sms.loginOrCreate({ phone_number });
    const code = await codeSentTo(phone_number);

    const wrong = { method_id: phone_id, code: otherThan(code) };
    await refused(() => otps.authenticate(wrong), 404, "otp_code_not_found");
    assert.equal((await otps.authenticate({ method_id: phone_id, code })).status_code, 200);
  });

  it("refuses the older of two codes", async () => {
    const phone_number = freshNumber();
    const { phone_id } = await otps.sms.loginOrCreate({ phone_number });
    const older = await codeSentTo(phone_number);
    await otps.sms.loginOrCreate({ phone_number });
    const newer = await codeSentTo(phone_number, 2);

    if (older !== newer) {
      await refused(() => otps.authenticate({ method_id: phone_id, code: older }), 404, "otp_code_not_found");
    }
    assert.equal((await otps.authenticate({ method_id: phone_id, code: newer })).status_code, 200);
  });

  it("ends a code after five wrong guesses", async () => {
    const phone_number = freshNumber();
    const { phone_id } = await otps.sms.loginOrCreate({ phone_number });
    const code = await codeSentTo(phone_number);

    for (let guess = 0; guess < 5; guess++) {
      const wrong = { method_id: phone_id, code: otherThan(code) };
      await refused(() => otps.authenticate(wrong), 404, "otp_code_not_found");
    }
    await refused(() => otps.authenticate({ method_id: phone_id, code }), 401, "unable_to_auth_otp_code");
  });

  it("locks a phone after ten wrong guesses in a row", async () => {
    const phone_number = freshNumber();
    const { phone_id } = await otps.sms.loginOrCreate({ phone_number });
    for (let sent = 1; sent <= 2; sent++) {
      const wrong = { method_id: phone_id, code: otherThan(await codeSentTo(phone_number, sent)) };
      for (let guess = 0; guess < 5; guess++) {
        await refused(() => otps.authenticate(wrong), 404, "otp_code_not_found");
      }
      if (sent === 1) {
        await otps.sms.loginOrCreate({ phone_number });
      }
    }
    const attempt = { method_id: phone_id, code: "123456" };
    await refused(() => otps.authenticate(attempt), 429, "user_lock_limit_reached");
    await refused(() => otps.sms.loginOrCreate({ phone_number }), 429, "user_lock_limit_reached");
  });

  it("takes a code only on the device that it was asked for on, where that is demanded", async () => {
    const phone_number = freshNumber();
    const attributes = { ip_address: "192.0.2.1", user_agent: "Firefox" };
    const { phone_id } = await otps.sms.loginOrCreate({ phone_number, attributes });
    const attempt = {
      method_id: phone_id,
      code: await codeSentTo(phone_number),
      attributes,
      options: { ip_match_required: true, user_agent_match_required: true },
    };

    const elsewhere = { ...attempt, attributes: { ...attributes, ip_address: "192.0.2.2" } };
    await refused(() => otps.authenticate(elsewhere), 401, "attribute_mismatch");
    const otherBrowser = { ...attempt, attributes: { ...attributes, user_agent: "Chrome" } };
    await refused(() => otps.authenticate(otherBrowser), 401, "attribute_mismatch");
    assert.equal((await otps.authenticate(attempt)).status_code, 200);
  });

  it("refuses what has the wrong form", async () => {
    await refused(() => otps.authenticate({ method_id: "phone-number-x", code: "123456" }), 400, "invalid_method_id");
    const method_id = "phone-number-test-00000000-0000-4000-8000-000000000000";
    await refused(() => otps.authenticate({ method_id, code: "12 456" }), 400, "invalid_code");
    await refused(() => otps.authenticate({ method_id, code: "123456" }), 404, "otp_code_not_found");
  });
});
