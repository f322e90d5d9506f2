package dev.countersign.passcode;

/// Keys under which every challenge has the same code, known to the test. Remembers what it was asked.
final class KnownCode implements PasscodeKeys {
    private final String code;
    String lastQuestion = "";

    KnownCode(String code) {
        this.code = code;
    }

    @Override
    public KeyId current() {
        return new KeyId(7);
    }

    @Override
    public Passcode derive(KeyId key, ChallengeId challengeId, Nonce nonce, int digits) {
        lastQuestion = key + " " + challengeId + " " + nonce + " " + digits;
        return new Passcode(code);
    }
}
