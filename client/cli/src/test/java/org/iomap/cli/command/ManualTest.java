package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.iomap.cli.Main;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("COMMANDS.md")
class ManualTest {
    private static final String VERBS = LsVerb.class.getPackageName();

    @RegisterExtension
    static final Service SERVICE = new Service();

    @Test
    void its_examples_do_what_it_says() throws IOException {
        SoftAssertions differences = new SoftAssertions();
        int status = 0;
        for (Manual.Example example : Manual.examples()) {
            List<String> printed = new ArrayList<>();
            if (example.typed().equals("echo $?")) {
                printed.add(Integer.toString(status));
            } else {
                Service.Result result = SERVICE.iomap(words(example));
                status = result.status();
                printed.addAll(result.out());
                printed.addAll(result.err());
            }
            differences
                    .assertThat(example.isMetBy(printed))
                    .as("%s%n%s", example, String.join("\n", printed))
                    .isTrue();
        }
        differences.assertAll();
    }

    @Test
    void it_names_every_verb_and_option() throws IOException {
        String text = Files.readString(Manual.FILE);
        List<String> missing = new ArrayList<>();
        for (CommandLine verb : Main.commandLine().getSubcommands().values()) {
            CommandSpec spec = verb.getCommandSpec();
            if (!spec.userObject().getClass().getPackageName().equals(VERBS)) {
                continue;
            }
            Stream.concat(
                            Stream.of("\n## iomap " + spec.name() + "\n"),
                            spec.options().stream().map(OptionSpec::longestName))
                    .filter(words -> !text.contains(words))
                    .forEach(missing::add);
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void every_verb_has_examples_in_its_help() {
        for (CommandLine verb : Main.commandLine().getSubcommands().values()) {
            CommandSpec spec = verb.getCommandSpec();
            if (spec.userObject().getClass().getPackageName().equals(VERBS)) {
                assertThat(spec.usageMessage().footer()).as(spec.name()).isNotEmpty();
                assertThat(spec.usageMessage().header()).as(spec.name()).hasSize(1);
            }
        }
    }

    private static String[] words(Manual.Example example) {
        String[] words = example.typed().split(" +");
        assertThat(words[0]).as(example.toString()).isEqualTo("iomap");
        return List.of(words).subList(1, words.length).toArray(String[]::new);
    }
}
