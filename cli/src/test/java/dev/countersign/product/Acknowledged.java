package dev.countersign.product;

/// A login that somebody was told of.
record Acknowledged(String number, String userId, String phoneId) {}
