package org.iomap.cli.command;

import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.Width;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The width of an access in bytes: 1, 2, 4 or 8. */
public final class WidthConverter implements ITypeConverter<Width> {
    @Override
    public Width convert(String text) {
        try {
            return Width.of(Long.parseLong(text));
        } catch (NumberFormatException | ProtocolException notAWidth) {
            throw new TypeConversionException("'" + text + "' is not a width: 1, 2, 4 or 8 bytes");
        }
    }
}
