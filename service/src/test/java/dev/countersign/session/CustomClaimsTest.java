package dev.countersign.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.privacy.DataKey;
import dev.countersign.project.Environment;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CustomClaimsTest {
    private final DataKey key = DataKey.random(new SecureRandom());
    private final SessionId session = SessionId.random(Environment.TEST);

    @Test
    void objectsMergeRecursivelyAndAnythingElseReplaces() {
        var claims = CustomClaims.of(Map.of("shop", Map.of("cart", 3, "tags", List.of("a")), "plan", "gold"));

        var merged = claims.with(CustomClaims.of(Map.of("shop", Map.of("tags", List.of("b"), "vip", true))));

        assertThat(merged)
                .isEqualTo(CustomClaims.of(
                        Map.of("shop", Map.of("cart", 3, "tags", List.of("b"), "vip", true), "plan", "gold")));
    }

    @Test
    void nullRemovesAtEveryDepth() {
        var claims = CustomClaims.of(Map.of("shop", Map.of("cart", 3, "vip", true), "plan", "gold"));

        var merged = claims.with(CustomClaims.of(nulls("plan", Map.of("shop", nulls("cart", Map.of())))));

        assertThat(merged).isEqualTo(CustomClaims.of(Map.of("shop", Map.of("vip", true))));
    }

    @Test
    void nullsDoNotStayWhereThereWasNothing() {
        assertThat(CustomClaims.none().with(CustomClaims.of(nulls("plan", Map.of()))))
                .isEqualTo(CustomClaims.none());
    }

    @Test
    void emptyChangeChangesNothing() {
        var claims = CustomClaims.of(Map.of("plan", "gold"));

        assertThat(claims.with(CustomClaims.none())).isEqualTo(claims);
    }

    @Test
    void reservedNamesAreLeftOutAtTheTopOnly() {
        var claims = CustomClaims.of(
                Map.of("iss", 1, "sub", 1, "aud", 1, "exp", 1, "nbf", 1, "iat", 1, "jti", 1, "plan", Map.of("exp", 1)));

        assertThat(claims).isEqualTo(CustomClaims.of(Map.of("plan", Map.of("exp", 1))));
    }

    @Test
    void sizeIsThatOfTheJsonInBytes() {
        assertThat(CustomClaims.of(Map.of("a", "é".repeat(2_044))).isTooLarge()).isFalse();
        assertThat(CustomClaims.of(Map.of("a", "é".repeat(2_044) + "x")).isTooLarge())
                .isTrue();
    }

    @Test
    void claimOfTheSessionIsNoticed() {
        assertThat(CustomClaims.of(Map.of("https://stytch.com/session", 1)).namesTheSession())
                .isTrue();
    }

    @Test
    void claimsComeBackFromTheirSeal() {
        var claims = CustomClaims.of(Map.of("number", 1, "fraction", 1.5, "list", List.of(true)));

        assertThat(CustomClaims.open(key, claims.seal(key, session), session)).isEqualTo(claims);
    }

    @Test
    void nothingNeedsNoSeal() {
        assertThat(CustomClaims.none().seal(key, session)).isNull();
        assertThat(CustomClaims.open(key, null, session)).isEqualTo(CustomClaims.none());
    }

    private static Map<String, @Nullable Object> nulls(String name, Map<String, ?> more) {
        var map = new HashMap<String, @Nullable Object>(more);
        map.put(name, null);
        return map;
    }
}
