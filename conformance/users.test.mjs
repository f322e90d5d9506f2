// `users` of Stytch's Node client: https://stytch.com/docs/api/users
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { client, codeSentTo, freshNumber, refused } from "./countersign.mjs";

const { otps, sessions, users } = client();

const unknownUser = `user-test-${randomUUID()}`;

async function create(more = {}) {
  const phone_number = freshNumber();
  return { phone_number, ...(await users.create({ phone_number, ...more })) };
}

function search(...operands) {
  return users.search({ query: { operator: "AND", operands } });
}

// Every member of Stytch's user object, with what stands for absence.
const USER = {
  emails: [],
  webauthn_registrations: [],
  biometric_registrations: [],
  totps: [],
  crypto_wallets: [],
  providers: [],
  password: null,
  is_locked: false,
  lock_created_at: null,
  lock_expires_at: null,
};

describe("users.create", () => {
  it("makes a user", async () => {
    const external_id = `e|${randomUUID()}`;
    const answer = await create({
      name: { first_name: "Ada", last_name: "Lovelace" },
      trusted_metadata: { plan: "gold", seats: 3 },
      untrusted_metadata: { color: "blue" },
      external_id,
      roles: ["admin"],
      attributes: { ip_address: "203.0.113.7", user_agent: "Browser/1" },
    });

    assert.equal(answer.status_code, 200);
    assert.equal(answer.email_id, "");
    assert.equal(answer.status, "active");
    const { created_at, ...user } = answer.user;
    assert.ok(Math.abs(Date.parse(created_at) - Date.now()) < 60_000);
    assert.deepEqual(user, {
      ...USER,
      user_id: answer.user_id,
      name: { first_name: "Ada", middle_name: "", last_name: "Lovelace" },
      status: "active",
      phone_numbers: [{ phone_id: answer.phone_id, phone_number: answer.phone_number, verified: false }],
      trusted_metadata: { plan: "gold", seats: 3 },
      untrusted_metadata: { color: "blue" },
      external_id,
      roles: ["admin"],
    });
  });

  it("sends every member where nothing is known", async () => {
    const { user, phone_id, phone_number, user_id } = await create({ create_user_as_pending: true });
    const { created_at, ...rest } = user;
    assert.ok(created_at);
    assert.deepEqual(rest, {
      ...USER,
      user_id,
      name: { first_name: "", middle_name: "", last_name: "" },
      status: "pending",
      phone_numbers: [{ phone_id, phone_number, verified: false }],
      trusted_metadata: {},
      untrusted_metadata: {},
      external_id: null,
      roles: [],
    });
  });

  it("makes nobody twice", async () => {
    const external_id = randomUUID();
    const { phone_number } = await create({ external_id });
    await refused(() => users.create({ phone_number }), 400, "duplicate_phone_number");
    await refused(() => create({ external_id }), 400, "duplicate_user_external_id");
  });

  it("wants a phone number", async () => {
    await refused(() => users.create({}), 400, "invalid_create_user_request");
    await refused(() => users.create({ email: "ada@example.com" }), 400, "invalid_create_user_request");
    await refused(() => users.create({ phone_number: "+1" }), 400, "invalid_phone_number");
  });

  it("refuses metadata that is too large, or no object", async () => {
    const keys = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`key${i}`, i]));
    await refused(() => create({ trusted_metadata: keys }), 400, "metadata_too_many_keys");
    await refused(() => create({ untrusted_metadata: { x: "y".repeat(5000) } }), 400, "metadata_too_large");
    await refused(() => create({ trusted_metadata: "none" }), 400, "metadata_invalid_format");
  });

  it("refuses roles that cannot be", async () => {
    await refused(() => create({ roles: ["not allowed"] }), 400, "invalid_role");
    await refused(() => create({ roles: Array.from({ length: 33 }, (_, i) => `r${i}`) }), 400, "too_many_roles");
  });
});

describe("users.get", () => {
  it("has the user's members at the top level", async () => {
    const external_id = randomUUID();
    const { user_id, user } = await create({ external_id });

    for (const id of [user_id, external_id]) {
      const { status_code, request_id, ...rest } = await users.get({ user_id: id });
      assert.equal(status_code, 200);
      assert.match(request_id, /^request-id-test-/);
      assert.deepEqual(rest, user);
    }
  });

  it("does not find strangers", async () => {
    await refused(() => users.get({ user_id: unknownUser }), 404, "user_not_found");
    await refused(() => users.get({ user_id: "not an id" }), 400, "invalid_user_id");
  });
});

describe("users.update", () => {
  it("changes what it names", async () => {
    const { user_id, user } = await create({ name: { first_name: "Ada" }, roles: ["admin"] });

    const answer = await users.update({ user_id, name: { last_name: "Lovelace" } });

    assert.equal(answer.status_code, 200);
    assert.equal(answer.user_id, user_id);
    assert.deepEqual(answer.emails, []);
    assert.deepEqual(answer.crypto_wallets, []);
    assert.deepEqual(answer.phone_numbers, user.phone_numbers);
    assert.deepEqual(answer.user, { ...user, name: { first_name: "Ada", middle_name: "", last_name: "Lovelace" } });
  });

  it("merges metadata at the top level", async () => {
    const { user_id } = await create({ trusted_metadata: { kept: 1, gone: 2, deep: { a: 1, b: 2 } } });
    const { user } = await users.update({ user_id, trusted_metadata: { gone: null, deep: { a: 3 } } });
    assert.deepEqual(user.trusted_metadata, { kept: 1, deep: { a: 3 } });
  });

  it("leaves all as it is for an empty update", async () => {
    const { user_id, user } = await create({ trusted_metadata: { kept: 1 }, roles: ["admin"] });
    const answer = await users.update({ user_id, trusted_metadata: {}, untrusted_metadata: {}, roles: [] });
    assert.deepEqual(answer.user, user);
  });

  it("fails for strangers and for what others have", async () => {
    const external_id = randomUUID();
    await create({ external_id });
    const { user_id } = await create();
    await refused(() => users.update({ user_id, external_id }), 400, "duplicate_user_external_id");
    await refused(() => users.update({ user_id: unknownUser }), 404, "user_not_found");
  });
});

describe("users.search", () => {
  it("finds by every filter that applies", async () => {
    const first_name = `Search${randomUUID().slice(0, 8)}`;
    const external_id = randomUUID();
    const made = await create({ name: { first_name }, external_id, create_user_as_pending: true });
    const { user, user_id, phone_id, phone_number } = made;
    const earlier = new Date(Date.parse(user.created_at) - 1000).toISOString();
    const later = new Date(Date.parse(user.created_at) + 1000).toISOString();
    const only = { filter_name: "user_id", filter_value: [user_id] };

    for (const [filter_name, filter_value] of [
      ["created_at_greater_than", earlier],
      ["created_at_less_than", later],
      ["created_at_between", { greater_than: earlier, less_than: later }],
      ["status", "pending"],
      ["user_id", [user_id, unknownUser]],
      ["user_id", [external_id]],
      ["full_name_fuzzy", first_name.slice(0, 9).toUpperCase()],
      ["phone_number", [phone_number]],
      ["phone_id", [phone_id]],
      ["phone_verified", false],
      ["phone_number_fuzzy", phone_number.slice(3, 9)],
      ["password_exists", false],
    ]) {
      const operands = filter_name === "user_id" ? [] : [only];
      const answer = await search({ filter_name, filter_value }, ...operands);
      assert.deepEqual(answer.results, [user], filter_name);
      assert.deepEqual(answer.results_metadata, { total: 1, next_cursor: null }, filter_name);
    }
    for (const [filter_name, filter_value] of [
      ["status", "active"],
      ["phone_verified", true],
      ["email_address", ["ada@example.com"]],
      ["email_verified", false],
      ["email_address_fuzzy", "ada"],
      ["oauth_provider", ["google"]],
      ["totp_verified", true],
      ["webauthn_registration_verified", true],
      ["crypto_wallet_verified", true],
      ["password_exists", true],
    ]) {
      const answer = await search({ filter_name, filter_value }, only);
      assert.deepEqual(answer.results, [], filter_name);
      assert.equal(answer.results_metadata.total, 0, filter_name);
    }
  });

  it("pages through all, each once", async () => {
    const made = [];
    for (let i = 0; i < 5; i++) {
      made.push((await create()).user_id);
    }
    const query = { operator: "AND", operands: [{ filter_name: "user_id", filter_value: made }] };
    const found = [];
    const pages = client().users.searchAll({ limit: 2, query });
    for await (const page of pages) {
      found.push(...page.map((user) => user.user_id));
    }
    assert.deepEqual(found, made);
  });

  it("finds all without a query", async () => {
    await create();
    const answer = await users.search({ limit: 1 });
    assert.equal(answer.results.length, 1);
    assert.ok(answer.results_metadata.total >= 1);
  });

  it("refuses what is no search", async () => {
    const of = (filter_name, filter_value) => () => search({ filter_name, filter_value });
    await refused(of("shoe_size", 42), 400, "user_search_filter_name_not_recognized");
    await refused(of(undefined, "x"), 400, "user_search_missing_filter_name");
    await refused(of(1, "x"), 400, "user_search_filter_name_must_be_string");
    await refused(of("status"), 400, "user_search_missing_filter_value");
    await refused(of("status", "asleep"), 400, "user_search_invalid_status_filter");
    await refused(of("user_id", "x"), 400, "user_search_expected_array_of_string");
    await refused(of("phone_verified", "x"), 400, "user_search_expected_bool");
    await refused(of("full_name_fuzzy", 1), 400, "user_search_expected_string");
    await refused(of("created_at_between", 1), 400, "user_search_expected_object");
    await refused(of("created_at_less_than", "x"), 400, "user_search_expected_timestamp");
    await refused(of("full_name_fuzzy", "x"), 400, "user_search_full_name_fuzzy_too_short");
    await refused(of("phone_number_fuzzy", "12"), 400, "user_search_phone_number_fuzzy_too_short");
    await refused(() => users.search({ cursor: "made-up" }), 400, "user_search_invalid_cursor");
    await refused(() => users.search({ limit: 1001 }), 400, "user_search_invalid_limit");
    await refused(
      () => users.search({ query: { operator: "NOT", operands: [] } }), 400, "user_search_invalid_operator");
  });
});

describe("users.delete", () => {
  it("erases a user", async () => {
    const { user_id, phone_number, phone_id } = await create();
    await otps.sms.loginOrCreate({ phone_number });
    const code = await codeSentTo(phone_number);
    const { session_token } = await otps.authenticate({ method_id: phone_id, code, session_duration_minutes: 60 });

    const answer = await users.delete({ user_id });

    assert.equal(answer.status_code, 200);
    assert.equal(answer.user_id, user_id);
    await refused(() => users.get({ user_id }), 404, "user_not_found");
    await refused(() => sessions.authenticate({ session_token }), 404, "session_not_found");
    await refused(() => users.delete({ user_id }), 404, "user_not_found");
    const again = await otps.sms.loginOrCreate({ phone_number });
    assert.equal(again.user_created, true);
    assert.notEqual(again.user_id, user_id);
  });
});

describe("users.deletePhoneNumber", () => {
  it("takes the phone off its user", async () => {
    const { user_id, phone_id } = await create();

    const answer = await users.deletePhoneNumber({ phone_id });

    assert.equal(answer.user_id, user_id);
    assert.deepEqual(answer.user.phone_numbers, []);
    assert.deepEqual((await users.get({ user_id })).phone_numbers, []);
    await refused(() => users.deletePhoneNumber({ phone_id }), 404, "phone_number_not_found");
  });
});

describe("users.deleteExternalId", () => {
  it("forgets it", async () => {
    const external_id = randomUUID();
    const { user_id } = await create({ external_id });

    const answer = await users.deleteExternalId({ user_id: external_id });

    assert.equal(answer.user_id, user_id);
    assert.equal(answer.user.external_id, null);
    await refused(() => users.get({ user_id: external_id }), 404, "user_not_found");
    await refused(() => users.deleteExternalId({ user_id: external_id }), 404, "user_not_found");
  });
});

describe("users.exchangePrimaryFactor", () => {
  it("puts another number in the place of the only one", async () => {
    const { user_id, phone_number: old } = await create();
    const phone_number = freshNumber();

    const answer = await users.exchangePrimaryFactor({ user_id, phone_number });

    assert.equal(answer.user_id, user_id);
    assert.deepEqual(answer.user.phone_numbers.map((phone) => phone.phone_number), [phone_number]);
    assert.equal((await otps.sms.loginOrCreate({ phone_number: old })).user_created, true);
    await refused(
      () => users.exchangePrimaryFactor({ user_id, phone_number: old }), 400, "duplicate_phone_number");
    await refused(
      () => users.exchangePrimaryFactor({ user_id, phone_number }), 400, "duplicate_phone_number_for_user");
    await refused(
      () => users.exchangePrimaryFactor({ user_id, email_address: "ada@example.com" }),
      400,
      "invalid_exchange_primary_factor_fields",
    );
    await users.deletePhoneNumber({ phone_id: answer.user.phone_numbers[0].phone_id });
    await refused(
      () => users.exchangePrimaryFactor({ user_id, phone_number: freshNumber() }),
      400,
      "invalid_exchange_primary_factor_user",
    );
  });
});

describe("deletion of factors that nobody has", () => {
  for (const [method, argument, type] of [
    ["deleteEmail", "email_id", "email_not_found"],
    ["deleteWebAuthnRegistration", "webauthn_registration_id", "webauthn_registration_not_found"],
    ["deleteBiometricRegistration", "biometric_registration_id", "biometric_registration_not_found"],
    ["deleteTOTP", "totp_id", "totp_not_found"],
    ["deleteCryptoWallet", "crypto_wallet_id", "crypto_wallet_not_found"],
    ["deletePassword", "password_id", "password_not_found"],
    ["deleteOAuthRegistration", "oauth_user_registration_id", "oauth_user_registration_not_found"],
  ]) {
    it(`users.${method} is refused`, async () => {
      await refused(() => users[method]({ [argument]: "anything" }), 404, type);
    });
  }
});

describe("sessions.get", () => {
  it("takes an external id", async () => {
    const external_id = randomUUID();
    await create({ external_id });
    assert.deepEqual((await sessions.get({ user_id: external_id })).sessions, []);
  });
});
