package dev.countersign.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name under which an event is stored, such as `passcode.CodeIssued`.
///
/// It never changes once an event with it was stored; the class may be renamed and moved at will. The form of the
/// payload is told apart by Axon's `@Revision` beside it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StoredName {
    String value();
}
