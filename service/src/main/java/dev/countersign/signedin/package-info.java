/// What goes on while somebody is logged in: the session is checked, prolonged, listed, and in the end revoked.
@NullMarked
package dev.countersign.signedin;

import org.jspecify.annotations.NullMarked;
