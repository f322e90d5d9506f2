package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests at the audit trail's paths: a filter that is misspelt must not find everything.
class AuditRequestsTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"filter\":{\"usr_id\":\"user-test-1\"}}",
                "{\"filter\":{\"outcome\":\"X\"}}",
                "{\"filter\":{\"outcome\":\"FAILURE\"}}",
                "{\"fliter\":{\"user_id\":\"user-test-1\"}}",
                "{\"user_id\":\"user-test-1\"}"
            })
    void membersThatThereAreNotAreRefused(String body) throws Exception {
        for (var path : new String[] {"/v1/audit/events/search", "/v1/audit/events/count", "/v1/audit/export"}) {
            StytchError.check(rig.post(path, body), 400, "bad_request");
        }
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/audit/events/1?reveal=true",
                "/v1/audit/challenges/challenge-1?reveal_personal_date=true",
                "/v1/audit/checkpoint?sise=7",
                "/v1/audit/proofs/inclusion?entrie=7",
                "/v1/audit/erasures/user-test-1?x="
            })
    void parametersThatThereAreNotAreRefused(String path) throws Exception {
        StytchError.check(rig.get(path), 400, "bad_request");
        assertThat(rig.service().heardNothing()).isTrue();
    }
}
