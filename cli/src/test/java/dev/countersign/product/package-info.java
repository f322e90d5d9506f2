/// The packaged product as its operators run it: real processes on a real PostgreSQL, called over their ports.
///
///     RaceIT      two services, one database: whoever comes first, exactly one wins
///     CrashIT     `kill -9` and Ctrl-C in the middle of a load: what was acknowledged is there
///     DevIT       `dev` from end to end: every answer that its users meet
///     OutageIT    a database that goes away and comes back
///     AnswersIT   every answer holds what the API and Stytch promise
///     LoginPageIT, PagesIT   the pages, in a browser
///
/// `ProductProcess` is one process; `Dev` and `Nodes` are what is made of it; `RestClient` and `GrpcClient` call it.
@NullMarked
package dev.countersign.product;

import org.jspecify.annotations.NullMarked;
