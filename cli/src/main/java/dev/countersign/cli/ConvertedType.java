package dev.countersign.cli;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A value type as a parameter of a command: what its parser says is what the person is told.
record ConvertedType<T>(Function<String, T> parser) implements ITypeConverter<T> {
    @Override
    public T convert(String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
