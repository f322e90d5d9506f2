package dev.countersign.project;

/// Names a secret of a project without telling it.
public record SecretId(String value) {}
