// The values of Stytch's sandbox, which need no phone: https://stytch.com/docs/guides/testing/sandbox-values
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { client, refused } from "./countersign.mjs";

const { otps } = client();
const phone_number = "+10000000000";

describe("the sandbox", () => {
  for (const channel of ["sms", "whatsapp"]) {
    it(`takes its number and its code, again and again, by ${channel}`, async () => {
      for (let time = 0; time < 2; time++) {
        const { phone_id } = await otps[channel].loginOrCreate({ phone_number });
        assert.equal((await otps[channel].send({ phone_number })).phone_id, phone_id);

        const answer = await otps.authenticate({ method_id: phone_id, code: "000000", session_duration_minutes: 5 });

        assert.equal(answer.status_code, 200);
        assert.equal(answer.session_token, "WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY");
        await refused(() => otps.authenticate({ method_id: phone_id, code: "123456" }), 404, "otp_code_not_found");
      }
    });
  }
});
