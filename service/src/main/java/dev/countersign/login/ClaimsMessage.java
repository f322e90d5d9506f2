package dev.countersign.login;

import com.google.protobuf.Struct;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.CustomClaims;
import dev.countersign.v1.ErrorReason;

/// Custom claims as protobuf's `Struct`, both ways.
final class ClaimsMessage {

    private static final String FIELD = "session_custom_claims";

    private ClaimsMessage() {}

    /// @throws Refusal `STYTCH_CLAIMS_IN_CUSTOM_CLAIMS`, or `INVALID_ARGUMENT` for a number that JSON has not
    static CustomClaims read(Struct message) {
        var claims = CustomClaims.of(StructMessage.map(message, FIELD));
        if (claims.namesTheSession()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_STYTCH_CLAIMS_IN_CUSTOM_CLAIMS);
        }
        return claims;
    }

    static Struct of(CustomClaims claims) {
        return StructMessage.struct(claims.asMap());
    }
}
