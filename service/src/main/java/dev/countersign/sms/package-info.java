/// Messages: the event store is the outbox.
///
///     CodeIssued (stored) ──▶ SmsDispatch: derive code, render text ──▶ SmsSender ──▶ CodeSent | CodeDeliveryFailed
///
/// The dispatch remembers how far it came, so that after a crash each code that is still alive is sent; a message that
/// was on its way when the process died may be sent again, with the same code.
@NullMarked
package dev.countersign.sms;

import org.jspecify.annotations.NullMarked;
