package org.iomap.cli.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConformanceDocumentTest {
    private static final Path DOCUMENT = Path.of("CONFORMANCE.md");

    @ParameterizedTest
    @MethodSource("org.iomap.cli.differential.Subjects#all")
    void what_is_left_out_is_told_with_the_reason(Subject subject) throws IOException {
        String table = Files.readString(DOCUMENT);

        assertThat(subject.notShared())
                .allSatisfy(not -> assertThat(table)
                        .containsPattern(
                                "\\| [^|]*\\b" + subject.name() + "\\b[^|]* \\| " + not.what() + " \\| [^|]+ \\|"));
    }
}
