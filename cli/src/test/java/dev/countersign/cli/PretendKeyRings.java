package dev.countersign.cli;

/// Rings that are "ring", rotated ones "ring+ring"; anything else is damaged.
final class PretendKeyRings implements KeyRings {
    @Override
    public String generate() {
        return "ring";
    }

    @Override
    public String rotated(String keys) {
        check(keys);
        return keys + "+ring";
    }

    @Override
    public void check(String keys) {
        if (!keys.startsWith("ring")) {
            throw new Complaint("The key ring is damaged");
        }
    }
}
