/// Settings: a name, a default, a form; read from the environment over one file over fallbacks.
///
///     COUNTERSIGN_PASSCODE_LIFETIME=2m   passcode.lifetime = 2m   what the starting command provides   the default
///
/// Whatever cannot be right stops the start with one line that says what to change.
@NullMarked
package dev.countersign.config;

import org.jspecify.annotations.NullMarked;
