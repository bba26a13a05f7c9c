package org.iomap.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PingpongTest {
    @Test
    void it_compiles_without_a_warning(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(Host.has(Pingpong.COMPILER), "gcc is not installed");
        Path program = directory.resolve("pingpong");

        assertThat(Pingpong.compile(directory, program)).isEmpty();
        assertThat(Files.isExecutable(program)).isTrue();
    }
}
