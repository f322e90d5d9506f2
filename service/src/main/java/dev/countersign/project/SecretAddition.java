package dev.countersign.project;

/// What came of [ProjectCommand.AddSecret].
public enum SecretAddition {
    /// The secret is valid, since now or since before.
    ADDED,
    /// The project has [Project#MAX_LIVE_SECRETS] live secrets. Nothing was recorded; revoke one first.
    TOO_MANY
}
