package org.iomap.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.iomap.emulator.configuration.ConfigurationException;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.TlsFiles;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The options of iomapd")
class OptionsTest {
    @TempDir
    private Path directory;

    @Test
    void mean_the_built_in_machine_where_there_are_none() throws Exception {
        Options options = options();

        assertThat(options.machines()).containsExactly(MachineDefinition.builtIn());
        assertThat(options.listen()).isEmpty();
        assertThat(options.tls()).isNull();
        assertThat(options.metrics()).isNull();
        assertThat(options.socketMode()).isEqualTo(0600);
    }

    @Test
    void are_written_with_a_space_or_with_an_equals_sign() throws Exception {
        assertThat(options("--listen", "tcp://127.0.0.1:1", "--listen=tcp://127.0.0.1:2")
                        .listen())
                .containsExactly(new ListenUri.Tcp("127.0.0.1", 1), new ListenUri.Tcp("127.0.0.1", 2));
    }

    @Test
    void name_machines_and_machine_files_in_the_order_given() throws Exception {
        Path file = Files.writeString(directory.resolve("lab1.yaml"), "name: lab1");

        assertThat(options("--machine", file.toString(), "--machine", "b160l").machines())
                .extracting(MachineDefinition::name)
                .containsExactly("lab1", "b160l");
    }

    @Test
    void name_no_machine_twice() {
        assertThatThrownBy(() ->
                        options("--machine", "b160l", "--machine", "b160l").machines())
                .hasMessage("two machines are named b160l");
    }

    @Test
    void name_a_certificate_with_its_key() throws Exception {
        Path pem = Files.createFile(directory.resolve("server.pem"));

        assertThat(options("--tls-certificate", pem.toString(), "--tls-key", pem.toString())
                        .tls())
                .isEqualTo(new TlsFiles(pem, pem, null));
        assertThatThrownBy(() -> options("--tls-certificate", pem.toString()).tls())
                .hasMessageContaining("belong together");
    }

    @Test
    void say_how_long_to_poll() throws Exception {
        assertThat(options("--spin", "20").spinNanos()).isEqualTo(20_000);
    }

    @Test
    void keep_metrics_on_this_host() throws Exception {
        assertThat(options("--metrics", "127.0.0.1:9790").metrics())
                .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9790));
        assertThatThrownBy(() -> options("--metrics", "0.0.0.0:9790").metrics())
                .hasMessageContaining("stay on this host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lisen           | there is no option --lisen: did you mean --listen?",
                "--wherever=x      | there is no option --wherever=x: see iomapd --help",
                "b160l             | there is no option b160l: see iomapd --help",
                "--help=x          | there is no option --help=x: did you mean --help?",
                "--listen          | --listen needs a value: see iomapd --help"
            })
    void that_are_not_known_are_refused(String word, String message) {
        assertThatThrownBy(() -> options(word))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"--socket-mode=rw,octal", "--spin=-1,microseconds", "--log=loud,one of", "--machine=lab9,no such file"})
    @Tag("AU-5")
    void with_a_wrong_value_say_what_is_right(String word, String remedy) {
        assertThatThrownBy(() -> {
                    Options options = options(word);
                    options.socketMode();
                    options.spinNanos();
                    options.logLevel();
                    options.machines();
                })
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(remedy);
    }

    private static Options options(String... words) throws ConfigurationException {
        return new Options(List.of(words));
    }
}
