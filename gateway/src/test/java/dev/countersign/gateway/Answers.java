package dev.countersign.gateway;

import com.google.protobuf.Struct;
import com.google.protobuf.util.Timestamps;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.HandsetMessage;
import dev.countersign.v1.ListMessagesResponse;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.LoginOrCreateByWhatsappResponse;
import dev.countersign.v1.Name;
import dev.countersign.v1.PhoneNumber;
import dev.countersign.v1.SendBySmsResponse;
import dev.countersign.v1.SendByWhatsappResponse;
import dev.countersign.v1.User;

/// What the service answers when all goes well, and the members of the JSON that it has to become.
final class Answers {
    private static final String USER_ID = "user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd";
    private static final String PHONE_ID = "phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0";
    private static final String IDS = "\"user_id\":\"" + USER_ID + "\",\"phone_id\":\"" + PHONE_ID + "\"";

    static final LoginOrCreateBySmsResponse LOGIN = LoginOrCreateBySmsResponse.newBuilder()
            .setUserId(USER_ID)
            .setPhoneId(PHONE_ID)
            .build();
    static final String LOGIN_JSON = IDS + ",\"user_created\":false";

    static final SendBySmsResponse SEND = SendBySmsResponse.newBuilder()
            .setUserId(USER_ID)
            .setPhoneId(PHONE_ID)
            .build();
    static final String SEND_JSON = IDS;

    static final LoginOrCreateByWhatsappResponse LOGIN_BY_WHATSAPP = LoginOrCreateByWhatsappResponse.newBuilder()
            .setUserId(USER_ID)
            .setPhoneId(PHONE_ID)
            .build();
    static final SendByWhatsappResponse SEND_BY_WHATSAPP = SendByWhatsappResponse.newBuilder()
            .setUserId(USER_ID)
            .setPhoneId(PHONE_ID)
            .build();

    static final AuthenticateResponse AUTHENTICATE = AuthenticateResponse.newBuilder()
            .setUserId(USER_ID)
            .setMethodId(PHONE_ID)
            .setUser(User.newBuilder()
                    .setUserId(USER_ID)
                    .setName(Name.getDefaultInstance())
                    .setStatus("active")
                    .setCreatedAt(Timestamps.fromMillis(1_790_000_000_120L))
                    .addPhoneNumbers(PhoneNumber.newBuilder()
                            .setPhoneId(PHONE_ID)
                            .setPhoneNumber("+12025550162")
                            .setVerified(true))
                    .setTrustedMetadata(Struct.getDefaultInstance())
                    .setUntrustedMetadata(Struct.getDefaultInstance()))
            .build();
    static final String AUTHENTICATE_JSON = """
            "user_id":"%1$s","method_id":"%2$s","session_token":"","session_jwt":"","user":{"user_id":"%1$s",\
            "name":{"first_name":"","middle_name":"","last_name":""},"status":"active",\
            "created_at":"2026-09-21T14:13:20.120Z",\
            "phone_numbers":[{"phone_id":"%2$s","phone_number":"+12025550162","verified":true}],\
            "emails":[],"webauthn_registrations":[],"biometric_registrations":[],"totps":[],"crypto_wallets":[],\
            "providers":[],"trusted_metadata":{},"untrusted_metadata":{},"is_locked":false,\
            "lock_created_at":null,"lock_expires_at":null,"roles":[],"external_id":null,"password":null},\
            "reset_sessions":false,"session":null""".formatted(USER_ID, PHONE_ID);

    static final ListMessagesResponse MESSAGES = ListMessagesResponse.newBuilder()
            .addMessages(HandsetMessage.newBuilder()
                    .setTo("+12025550162")
                    .setBody("Your \"code\" is 012345 — grüße 😀\n<b>")
                    .setCode("012345")
                    .setReceivedAt(Timestamps.fromSeconds(1_790_000_000)))
            .build();

    private Answers() {}
}
