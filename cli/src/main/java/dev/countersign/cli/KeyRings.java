package dev.countersign.cli;

/// Key rings as the text that files hold. A damaged one is a [Complaint].
interface KeyRings {
    String generate();

    /// With new keys in front; what was made under the old ones still opens.
    String rotated(String keys);

    void check(String keys);
}
