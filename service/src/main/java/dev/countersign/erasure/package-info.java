/// What is left of a person who was erased: a certificate that says so.
///
///     UserErased ──▶ ErasureWriter (which user, which entry) ──next checkpoint──▶ ErasureCertificate, signed
///     Erasures ◀── who asks for it
@NullMarked
package dev.countersign.erasure;

import org.jspecify.annotations.NullMarked;
