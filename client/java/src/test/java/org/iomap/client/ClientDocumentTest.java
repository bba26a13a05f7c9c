package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CLIENT.md")
class ClientDocumentTest {
    @Test
    void shows_the_example_as_it_is_compiled() throws IOException {
        String program = Files.readString(Path.of("src/test/java/org/iomap/client/ManPageExample.java"));
        String document = Files.readString(Path.of("CLIENT.md"));

        assertThat(document)
                .contains(program.substring(program.indexOf("public static void main"))
                        .lines()
                        .findFirst()
                        .orElseThrow());
        assertThat(document).contains(body(program));
    }

    private static String body(String program) {
        int start = program.indexOf("        try (");
        return program.substring(start, program.indexOf("    }\n}", start));
    }

    @Test
    void rule_28_shows_what_the_example_prints() throws IOException {
        PrintStream standard = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Service service = new Service()) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.US_ASCII));
            ManPageExample.main(new String[] {service.unix()});
        } finally {
            System.setOut(standard);
        }

        assertThat(printed.toString(StandardCharsets.US_ASCII))
                .isEqualToIgnoringNewLines("actual address = 0xf4000000");
        assertThat(Files.readString(Path.of("CLIENT.md"))).contains(printed.toString(StandardCharsets.US_ASCII));
    }
}
