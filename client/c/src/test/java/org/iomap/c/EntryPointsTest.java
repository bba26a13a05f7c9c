package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Each function of the C library through which a program reaches files: test/preload/entry_points.c. */
class EntryPointsTest {
    @Test
    void every_way_to_a_file_leads_to_the_machine() throws IOException {
        Path runner = Tools.made("bin/iomap-run");
        Tools.made("lib/libiomap-preload.so");
        Path program = Tools.made("test/preload/entry_points");
        try (Service service = new Service()) {
            Command.Result result = Command.of(runner, program)
                    .with("IOMAP_CONNECT", service.unix())
                    .run();

            assertThat(result.out()).isEqualTo(Files.readString(Tools.HERE.resolve("test/preload/entry_points.out")));
            assertThat(result.err()).isEmpty();
            assertThat(result.status()).isZero();
        }
    }
}
