package dev.countersign.login;

/// What of a person's device has to be as it was when the code was asked for.
public record MatchRequired(boolean ipAddress, boolean userAgent) {

    public static final MatchRequired NOTHING = new MatchRequired(false, false);
}
