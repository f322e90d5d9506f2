/// Makes what tells people of the API, when the project is built: nothing of it is written by hand, so nothing
/// of it can be left behind.
///
///     countersign.binpb ─► Api: RPCs with routes, comments, rules
///                           ├─ OpenApi ────► openapi.json ─► ReferencePage ─► reference.html
///                           │   ├─ Schemas, Limits
///                           │   └─ Refusals
///                           └─ ErrorPages ─► errors/*.html
///     assets/* ─► Main ─► assets.txt
@NullMarked
package dev.countersign.gateway.reference;

import org.jspecify.annotations.NullMarked;
