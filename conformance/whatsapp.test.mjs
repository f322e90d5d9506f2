// `otps.whatsapp` of Stytch's Node client: https://stytch.com/docs/api/whatsapp-send
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { client, codeSentTo, freshNumber, refused } from "./countersign.mjs";

const { otps } = client();

describe("otps.whatsapp.loginOrCreate", () => {
  it("makes a user for a new number, whom SMS finds too", async () => {
    const phone_number = freshNumber();

    const first = await otps.whatsapp.loginOrCreate({ phone_number, locale: "pt-br", create_user_as_pending: true });
    const second = await otps.sms.loginOrCreate({ phone_number });

    assert.equal(first.status_code, 200);
    assert.match(first.user_id, /^user-test-[0-9a-f-]{36}$/);
    assert.equal(first.user_created, true);
    assert.equal(second.user_created, false);
    assert.equal(second.user_id, first.user_id);
    assert.equal(second.phone_id, first.phone_id);
  });

  it("refuses what SMS refuses", async () => {
    const phone_number = freshNumber();
    await refused(() => otps.whatsapp.loginOrCreate({ phone_number: "+1" }), 400, "invalid_phone_number");
    const forever = { phone_number, expiration_minutes: 11 };
    await refused(() => otps.whatsapp.loginOrCreate(forever), 400, "invalid_expiration_otp");
    await refused(() => otps.whatsapp.loginOrCreate({ phone_number, locale: "xx" }), 400, "invalid_locale");
    const attributes = { ip_address: "999.1.1.1" };
    await refused(() => otps.whatsapp.loginOrCreate({ phone_number, attributes }), 400, "invalid_ip_address");
  });
});

describe("otps.whatsapp.send", () => {
  it("sends a code whose session tells how it came", async () => {
    const phone_number = freshNumber();
    const made = await otps.whatsapp.loginOrCreate({ phone_number });
    await codeSentTo(phone_number);

    const sent = await otps.whatsapp.send({ phone_number });
    const code = await codeSentTo(phone_number, 2);
    const answer = await otps.authenticate({ method_id: sent.phone_id, code, session_duration_minutes: 60 });

    assert.equal(sent.user_id, made.user_id);
    assert.equal(sent.phone_id, made.phone_id);
    const [factor] = answer.session.authentication_factors;
    assert.equal(factor.type, "otp");
    assert.equal(factor.delivery_method, "whatsapp");
    assert.deepEqual(factor.phone_number_factor, { phone_id: made.phone_id, phone_number });
  });

  it("attaches a number to a user", async () => {
    const { user_id } = await otps.whatsapp.loginOrCreate({ phone_number: freshNumber() });
    const phone_number = freshNumber();

    const { phone_id } = await otps.whatsapp.send({ phone_number, user_id });
    const answer = await otps.authenticate({ method_id: phone_id, code: await codeSentTo(phone_number) });

    assert.equal(answer.user_id, user_id);
    await refused(() => otps.whatsapp.send({ phone_number: freshNumber(), user_id: "x" }), 400, "invalid_user_id");
  });

  it("makes no user", async () => {
    await refused(() => otps.whatsapp.send({ phone_number: freshNumber() }), 404, "phone_number_not_found");
  });
});
