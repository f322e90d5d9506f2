package dev.countersign.project;

import java.util.regex.Pattern;

/// What a legal hold is called, such as `CASE-2026-17`. It is told to auditors and never sealed: no name of a person.
public record HoldName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// @throws IllegalArgumentException if it is longer than 64 characters, or has others than letters, digits and
    /// `._-`
    public HoldName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Expected 1 to 64 letters, digits, dots, underscores and hyphens");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
