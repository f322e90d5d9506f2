package dev.countersign.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// Says in words why a file could not be used. The messages of the JDK are often just a path.
final class IoReason {
    private IoReason() {}

    static String of(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case FileAlreadyExistsException e -> e.getFile() + " is not a folder";
            case FileSystemException e -> Objects.requireNonNullElse(e.getReason(), e.toString());
            default -> failure.toString();
        };
    }
}
