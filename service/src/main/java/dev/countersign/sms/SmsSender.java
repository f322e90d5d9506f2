package dev.countersign.sms;

/// A carrier, or a way to one.
///
/// Called by several threads at once, and more than once for one message where it is unclear whether the first
/// call took effect: `SmsMessage.id` tells. Must answer within 30 s, after which it is interrupted and counts
/// as failed, and must not throw: a failure is an outcome.
public interface SmsSender {

    /// Its name in events, such as `handset`.
    String name();

    Delivery send(SmsMessage message);

    /// What became of a message.
    sealed interface Delivery {

        /// The provider took it.
        record Taken() implements Delivery {}

        /// The provider refused it, and would again.
        ///
        /// @param reason a few words without personal data, such as `HTTP 400`
        record Failed(String reason) implements Delivery {}

        /// The provider was not reached, was too busy, or did not say; it may be tried again.
        ///
        /// @param reason a few words without personal data, such as `HTTP 503`
        record Unsettled(String reason) implements Delivery {}
    }
}
