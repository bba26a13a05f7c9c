package org.iomap.emulator.configuration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A secret that says who is calling where the system cannot: AU-2. Hexadecimal digits, on the wire as text. */
public final class Token {
    private static final Pattern AT_LEAST_128_BITS = Pattern.compile("[0-9A-Fa-f]{32,512}");
    private static final int RANDOM_BYTES = 32;

    private final byte[] text;

    private Token(String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** True for at least 32 hexadecimal digits, that is 128 bits. */
    public static boolean isValid(String text) {
        return AT_LEAST_128_BITS.matcher(text).matches();
    }

    /** @throws IllegalArgumentException if the text is not {@linkplain #isValid valid} */
    public static Token of(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("a token is 32 or more hexadecimal digits");
        }
        return new Token(text);
    }

    /** A new one, of 256 bits. */
    public static Token random() {
        byte[] bits = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bits);
        return new Token(HexFormat.of().formatHex(bits));
    }

    /** Takes the same time whatever the bytes are. */
    public boolean matches(byte[] presented) {
        return MessageDigest.isEqual(text, presented);
    }

    /** The digits, to be written where only their owner reads. */
    public String secret() {
        return new String(text, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "a token";
    }
}
