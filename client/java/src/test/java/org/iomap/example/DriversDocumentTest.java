package org.iomap.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("DRIVERS.md")
class DriversDocumentTest {
    private static final int A_HUNDRED_LINES = 100;

    @Test
    void shows_the_driver_as_it_is_compiled() throws IOException {
        String driver = Files.readString(Path.of("src/test/java/org/iomap/example/TeachingDriver.java"));

        assertThat(Files.readString(Path.of("DRIVERS.md"))).contains("```java\n" + driver + "```");
        assertThat(driver.lines().count()).isLessThan(A_HUNDRED_LINES);
    }
}
