package org.iomap.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number, decimal or 0x…; K and M after it count in 1,024 and 1,048,576. */
public final class NumberConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(?:0[xX]([0-9a-fA-F]{1,16})|(\\d{1,18}))([KM]?)");

    static boolean isNumber(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a number, decimal or 0x...");
        }
        long number = matcher.group(1) == null
                ? Long.parseLong(matcher.group(2))
                : Long.parseUnsignedLong(matcher.group(1), 16);
        return switch (matcher.group(3)) {
            case "K" -> number << 10;
            case "M" -> number << 20;
            default -> number;
        };
    }
}
