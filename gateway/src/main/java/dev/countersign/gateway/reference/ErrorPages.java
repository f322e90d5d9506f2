package dev.countersign.gateway.reference;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import dev.countersign.v1.ErrorReasonOuterClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A page for each reason, which `error_url` leads to, and one that lists them.
final class ErrorPages {
    private ErrorPages() {}

    /// By the name of the file.
    static Map<String, String> of(Api api) {
        var callers = callers(api);
        var pages = new LinkedHashMap<String, String>();
        var reasons = api.reasons().getValues().stream()
                .filter(reason -> reason.getNumber() != 0)
                .toList();
        pages.put("index.html", index(reasons));
        for (var reason : reasons) {
            var type = Refusals.errorType(reason);
            pages.put(type + ".html", page(reason, comment(api, reason), callers.getOrDefault(type, List.of())));
        }
        return pages;
    }

    private static Map<String, List<Rpc>> callers(Api api) {
        var refusals = new Refusals(api);
        var callers = new TreeMap<String, List<Rpc>>();
        for (var rpc : api.rpcs()) {
            refusals.of(rpc)
                    .forEach(reason -> callers.merge(
                            Refusals.errorType(reason),
                            List.of(rpc),
                            (some, more) ->
                                    Stream.concat(some.stream(), more.stream()).toList()));
        }
        return callers;
    }

    private static String comment(Api api, EnumValueDescriptor reason) {
        return api.comments().of("countersign.v1." + reason.getName());
    }

    private static String page(EnumValueDescriptor reason, String comment, List<Rpc> callers) {
        var type = Refusals.errorType(reason);
        var answer = reason.getOptions().getExtension(ErrorReasonOuterClass.answer);
        var calls = callers.stream()
                .map(rpc -> "<li><a href=\"/reference#%1$s\">%1$s</a></li>"
                        .formatted(rpc.method().getName()))
                .distinct()
                .collect(Collectors.joining("\n"));
        var main = """
                <h1><code>%s</code></h1>
                <p class="tags"><span>HTTP %d</span> <span>gRPC <code>%s</code></span></p>
                <blockquote class="quote">%s</blockquote>
                %s
                %s
                <h2>As it arrives</h2>
                <h3>HTTP</h3>
                <pre class="sample" tabindex="0">%s</pre>
                <h3>gRPC</h3>
                <pre class="sample" tabindex="0">%s</pre>
                <p><a href="/errors">All errors</a></p>
                """.formatted(
                Html.text(type),
                answer.getHttpStatus(),
                answer.getCode(),
                Html.inline(answer.getMessage()),
                Html.blocks(comment),
                calls.isEmpty() ? "" : "<h2>Where it comes from</h2>\n<ul class=\"index\">\n" + calls + "\n</ul>",
                Html.text(http(type, answer.getHttpStatus(), answer.getMessage())),
                Html.text(grpc(reason)));
        return Html.page(type, "", main);
    }

    private static String http(String type, int status, String message) {
        return """
                {
                  "status_code": %d,
                  "request_id": "request-id-test-…",
                  "error_type": "%s",
                  "error_message": "%s",
                  "error_url": "…/errors/%2$s"
                }""".formatted(status, type, message);
    }

    private static String grpc(EnumValueDescriptor reason) {
        var answer = reason.getOptions().getExtension(ErrorReasonOuterClass.answer);
        return "code: %s, details: google.rpc.ErrorInfo { reason: \"%s\", domain: \"countersign.dev\" }"
                .formatted(answer.getCode(), reason.getName().substring("ERROR_REASON_".length()));
    }

    private static String index(List<EnumValueDescriptor> reasons) {
        var items = reasons.stream()
                .collect(Collectors.groupingBy(Refusals::httpStatus, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(status -> "<h2>HTTP %d</h2>\n<ul class=\"members\">\n%s</ul>"
                        .formatted(
                                status.getKey(),
                                status.getValue().stream().map(ErrorPages::item).collect(Collectors.joining())))
                .collect(Collectors.joining("\n"));
        return Html.page("Errors", "/errors", """
                <h1>Errors</h1>
                <p class="lead">Every reason for which a call is refused. Over HTTP it is <code>error_type</code>; over
                  gRPC, in upper case, the <code>reason</code> of the one <code>google.rpc.ErrorInfo</code>.</p>
                <p>What else is known stands in <code>error_details</code> and in the metadata of the
                  <code>ErrorInfo</code>. When it helps to come back later, <code>Retry-After</code> and
                  <code>RetryInfo</code> say when.</p>
                %s
                """.formatted(items));
    }

    private static String item(EnumValueDescriptor reason) {
        return "<li><a href=\"/errors/%1$s\"><code>%1$s</code></a><p>%2$s</p></li>\n"
                .formatted(Refusals.errorType(reason), Html.inline(Refusals.message(reason)));
    }
}
