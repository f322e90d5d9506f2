package dev.countersign.project;

/// What came of [ProjectCommand.PlaceHold].
public enum HoldPlacement {
    /// It holds, since now or since before.
    PLACED,
    /// Another hold has this name. Nothing was recorded.
    NAME_TAKEN,
    /// The project has [Project#MAX_HOLDS] holds. Nothing was recorded; lift one first.
    TOO_MANY
}
