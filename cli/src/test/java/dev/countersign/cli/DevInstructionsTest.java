package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevInstructionsTest {
    private static final String ID = "project-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f";
    private static final ProjectEnv PROJECT = new ProjectEnv(ProjectId.parse(ID), ProjectSecret.of("secret-test-1"));
    private static final DevInstructions INSTRUCTIONS =
            new DevInstructions(8080, 9090, "jdbc:postgresql://127.0.0.1/countersign", Path.of("/data"), PROJECT);

    /// Answers as the gateway does, and repeats what it is given to log in with. The message comes at the second look.
    private static final String CURL = """
            curl() {
                case "$*" in
                    *login_or_create*) echo '{"request_id":"r","phone_id":"phone-number-test-7","user_id":"u"}' ;;
                    *messages*)
                        if [ -f "$0" ]; then
                            echo '{"messages":[{"to":"+1","body":"Your code: 246810","code":"246810"},{"code":"1"}]}'
                        else
                            echo '{"messages":[]}'
                        fi
                        : >"$0" ;;
                    *authenticate*) printf '%s\\n' "$@" ;;
                esac
            }
            """;

    @Test
    void holdsTheTwoCommandsReadyToPaste() {
        assertThat(INSTRUCTIONS.text().lines())
                .contains(
                        "PROJECT_ID=" + ID,
                        "SECRET=secret-test-1",
                        "curl -X POST http://localhost:8080/v1/otps/sms/login_or_create"
                                + " -u '" + ID + ":secret-test-1' -H 'Content-Type: application/json'"
                                + " -d '{\"phone_number\": \"+12025550162\"}'",
                        "curl 'http://localhost:8080/dev/messages?phone_number=%2B12025550162'",
                        "curl -X POST http://localhost:8080/v1/otps/authenticate"
                                + " -u '" + ID + ":secret-test-1' -H 'Content-Type: application/json'"
                                + " -d '{\"method_id\": \"<phone_id>\", \"code\": \"<code>\","
                                + " \"session_duration_minutes\": 60}'");
    }

    @Test
    void theWholeLoginCanBePastedIntoAShell(@TempDir Path folder) throws Exception {
        var script = CURL + INSTRUCTIONS.allAtOnce();
        var shell = new ProcessBuilder(
                        "sh", "-c", script, folder.resolve("asked").toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines())
                .contains("{\"method_id\": \"phone-number-test-7\", \"code\": \"246810\","
                        + " \"session_duration_minutes\": 60}");
    }
}
