package dev.countersign.gateway.reference;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The little HTML that the pages need. Whatever comes from outside goes through [#text(String)].
final class Html {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private Html() {}

    static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /// A sentence in which backquotes make code.
    static String inline(String comment) {
        return CODE.matcher(text(comment).replace('\n', ' '))
                .replaceAll(found -> Matcher.quoteReplacement("<code>" + group(found) + "</code>"));
    }

    /// Paragraphs, lists with hyphens, and blocks of code that are set off by four spaces.
    static String blocks(String comment) {
        var html = new StringBuilder();
        for (var block : comment.split("\n\\s*\n")) {
            if (block.startsWith("    ")) {
                html.append("<pre class=\"sample\" tabindex=\"0\">")
                        .append(text(block.stripIndent()))
                        .append("</pre>\n");
            } else if (block.startsWith("- ")) {
                html.append("<ul>\n");
                for (var item : block.substring(2).split("\n- ")) {
                    html.append("<li>").append(inline(item)).append("</li>\n");
                }
                html.append("</ul>\n");
            } else if (!block.isBlank()) {
                html.append("<p>").append(inline(block)).append("</p>\n");
            }
        }
        return html.toString();
    }

    static String page(String title, String current, String main) {
        return """
                <!doctype html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <title>%s · Countersign</title>
                    <link rel="icon" type="image/svg+xml" href="/assets/mark.svg">
                    <link rel="stylesheet" href="/assets/countersign.css">
                  </head>
                  <body>
                    <a class="skip" href="#main">Skip to the content</a>
                    <header class="top">
                      <a class="brand" href="/reference"><img src="/assets/mark.svg" alt="">Countersign</a>
                      <nav aria-label="Pages">
                        <a href="/reference"%s>Reference</a>
                        <a href="/errors"%s>Errors</a>
                      </nav>
                    </header>
                    <main class="read" id="main">
                %s
                    </main>
                  </body>
                </html>
                """.formatted(text(title), current("/reference", current), current("/errors", current), main);
    }

    private static String current(String page, String current) {
        return page.equals(current) ? " aria-current=\"page\"" : "";
    }

    private static String group(MatchResult found) {
        return found.group(1);
    }
}
