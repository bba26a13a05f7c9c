package org.iomap.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One message and its bytes. The first line is its text; on the lines after it the bytes stand, and what they mean
 * behind three spaces.
 */
record Vector(String name, String title, String hex) {
    /** Reads the vectors of a folder, by name. */
    static List<Vector> in(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .map(Vector::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector read(Path file) {
        try {
            return of(file.getFileName().toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Vector of(String name, List<String> lines) {
        String hex = lines.stream()
                .skip(1)
                .map(line -> line.replaceAll("   .*| ", ""))
                .collect(Collectors.joining());
        return new Vector(name, lines.get(0), hex);
    }

    ByteBuf bytes() {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    @Override
    public String toString() {
        return name;
    }
}
