package dev.countersign.cli;

import java.nio.file.Path;

/// What `dev` tells when it is ready: where everything is, and a login to try, ready to paste.
record DevInstructions(int httpPort, int grpcPort, String databaseUrl, Path dataDir, ProjectEnv project) {
    private static final String PHONE_NUMBER = "+12025550162";

    String text() {
        return """
                Countersign is ready.

                PROJECT_ID=%s
                SECRET=%s

                  HTTP      %s
                  login     %s (an example, to try in a browser)
                  handset   %s (shows the codes)
                  console   %s (the audit trail, with a secret of the role auditor)
                  API       %s
                  gRPC      localhost:%d
                  database  %s
                  data      %s (keeps everything; also holds project.env)

                1. Ask for a code:

                %s

                2. Read it; in dev it is shown here instead of being sent:

                %s

                3. Log in, with the phone_id of 1 and the code of 2:

                %s

                Or all three at once:

                %s

                Ctrl-C stops everything.
                """.formatted(
                        project.projectId(),
                        secret(),
                        url(""),
                        url("/login"),
                        url("/handset"),
                        url("/console"),
                        url("/reference"),
                        grpcPort,
                        databaseUrl,
                        dataDir,
                        askForCode(),
                        readCode(),
                        authenticate(
                                "'{\"method_id\": \"<phone_id>\", \"code\": \"<code>\", \"session_duration_minutes\": 60}'"),
                        allAtOnce());
    }

    private String askForCode() {
        return post("/v1/otps/sms/login_or_create", "'{\"phone_number\": \"" + PHONE_NUMBER + "\"}'");
    }

    private String readCode() {
        return "curl '" + url("/dev/messages?phone_number=" + PHONE_NUMBER.replace("+", "%2B")) + "'";
    }

    private String authenticate(String body) {
        return post("/v1/otps/authenticate", body);
    }

    /// The message follows the answer of the first call within moments, hence the loop.
    String allAtOnce() {
        return """
                PHONE_ID=$(%s | sed -n 's/.*"phone_id": *"\\([^"]*\\)".*/\\1/p')
                until CODE=$(%s | sed -n 's/[^}]*"code": *"\\([0-9]*\\)".*/\\1/p') && [ "$CODE" ]; do sleep 1; done
                %s""".formatted(
                        silent(askForCode()),
                        silent(readCode()),
                        authenticate("\"{\\\"method_id\\\": \\\"$PHONE_ID\\\", \\\"code\\\": \\\"$CODE\\\","
                                + " \\\"session_duration_minutes\\\": 60}\""));
    }

    private String post(String path, String body) {
        return "curl -X POST " + url(path) + " -u '" + project.projectId() + ":" + secret()
                + "' -H 'Content-Type: application/json' -d " + body;
    }

    private String secret() {
        return project.secret().revealOnce();
    }

    private String url(String path) {
        return "http://localhost:" + httpPort + path;
    }

    private static String silent(String curl) {
        return curl.replaceFirst("curl", "curl -s");
    }
}
