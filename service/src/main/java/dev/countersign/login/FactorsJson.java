package dev.countersign.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.session.Factor;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The factors of a session, as they stand in its row.
final class FactorsJson {

    private static final JsonMapper JSON = new JsonMapper();

    private FactorsJson() {}

    static String write(List<Factor> factors) {
        var list = JSON.createArrayNode();
        for (var factor : factors) {
            list.addObject()
                    .put("phone_id", factor.phoneId().value())
                    .put("channel", factor.channel().text())
                    .put("added_at", factor.addedAt().toString())
                    .put("proven_at", factor.provenAt().toString());
        }
        return list.toString();
    }

    /// Rows from before there was another channel name none.
    private static Channel channel(JsonNode factor) {
        return factor.path("channel").asText().equals(Channel.WHATSAPP.text()) ? Channel.WHATSAPP : Channel.SMS;
    }

    static List<Factor> read(String text) {
        try {
            var factors = new ArrayList<Factor>();
            for (var factor : JSON.readTree(text)) {
                factors.add(new Factor(
                        new PhoneId(factor.required("phone_id").textValue()),
                        channel(factor),
                        Instant.parse(factor.required("added_at").textValue()),
                        Instant.parse(factor.required("proven_at").textValue())));
            }
            return factors;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of jsonb holds JSON", e);
        }
    }
}
