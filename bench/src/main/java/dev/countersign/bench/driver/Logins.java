package dev.countersign.bench.driver;

/// The two calls of a login, and what follows. Each throws unless it is answered with success.
public interface Logins extends AutoCloseable {

    /// `LoginOrCreateBySms`; gives the id of the phone.
    String start(String number, int expirationMinutes) throws Exception;

    /// `Authenticate`.
    void finish(String phoneId, String code) throws Exception;

    /// `Authenticate` with a session that lasts; gives its token.
    String finishWithSession(String phoneId, String code) throws Exception;

    /// `AuthenticateSession`; gives the JWT, which is empty unless the answer is to be signed.
    String check(String token, boolean isSigned) throws Exception;

    @Override
    void close();
}
