package dev.countersign.gateway.reference;

import com.google.gson.GsonBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// Writes the description of the API and its pages into a folder, and the list of what all pages consist of. The build
/// calls it.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        var api = Api.read();
        var document = new OpenApi(api).document();
        var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        write(folder.resolve("openapi.json"), gson.toJson(document) + "\n");
        write(folder.resolve("reference.html"), new ReferencePage(document).html());
        for (var page : ErrorPages.of(api).entrySet()) {
            write(folder.resolve("errors").resolve(page.getKey()), page.getValue());
        }
        write(folder.resolve("assets.txt"), filesIn(folder.resolve("assets")));
    }

    /// Their names, a line each, the same on every machine.
    private static String filesIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/') + "\n")
                    .sorted()
                    .collect(Collectors.joining());
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
