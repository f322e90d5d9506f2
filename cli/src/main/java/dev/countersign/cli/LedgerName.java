package dev.countersign.cli;

import dev.countersign.ledger.Ledgers;
import dev.countersign.project.ProjectId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads which ledger is meant: that of a project, or that of the installation.
final class LedgerName implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        try {
            return text.equals(Ledgers.INSTALLATION)
                    ? text
                    : ProjectId.parse(text).value();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + ", or 'installation'");
        }
    }
}
