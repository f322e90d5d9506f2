package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The page that `error_url` leads to.
class ErrorsPageTest {

    private static final Path PAGE = Path.of("../docs/errors.md");

    @Test
    void tellsOfEveryReasonWhatTheProtoFileSays() throws IOException {
        var page = Files.readString(PAGE);
        for (var reason : ErrorReason.values()) {
            if (reason != ErrorReason.UNRECOGNIZED && reason != ErrorReason.ERROR_REASON_UNSPECIFIED) {
                var answer = reason.getValueDescriptor().getOptions().getExtension(ErrorReasonOuterClass.answer);
                var name = reason.name().substring("ERROR_REASON_".length()).toLowerCase(Locale.ROOT);
                assertThat(page)
                        .contains("## " + name + "\n\nHTTP " + answer.getHttpStatus() + ", gRPC `" + answer.getCode()
                                + "`.")
                        .contains("> " + answer.getMessage() + "\n");
            }
        }
    }

    @Test
    void tellsOfNothingElse() throws IOException {
        var reasons = Arrays.stream(ErrorReason.values())
                .filter(reason -> reason.name().startsWith("ERROR_REASON_"));

        assertThat(Files.readString(PAGE).split("\n## ")).hasSize((int) reasons.count());
    }
}
