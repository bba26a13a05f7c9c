package org.iomap.emulator.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.iomap.emulator.kernel.BusErrorSetting;
import org.iomap.emulator.kernel.DeviceFile;
import org.iomap.emulator.machine.Card;
import org.iomap.emulator.machine.CardKinds;
import org.iomap.emulator.machine.ClockKind;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.emulator.machine.Model;
import org.iomap.emulator.machine.ModuleKinds;
import org.iomap.emulator.machine.Settings;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Right;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A machine file")
class MachineFileTest {
    @TempDir
    private Path directory;

    @Nested
    class With_little_in_it {
        @Test
        void is_the_built_in_machine_under_another_name() throws Exception {
            MachineDefinition lab = read("name: lab1");

            MachineDefinition builtIn = MachineDefinition.builtIn();
            assertThat(lab)
                    .isEqualTo(new MachineDefinition(
                            "lab1", builtIn.machine(), builtIn.kernel(), builtIn.access(), builtIn.limits()));
        }

        @Test
        void says_what_it_changes() throws Exception {
            MachineDefinition lab = read("""
                    name: lab1
                    clock: virtual
                    bus-error: hpmc
                    ioctl-returns-address: true
                    strict-devmem: false
                    trace-entries: 0x400
                    drivers: [null, iomap]
                    """);

            assertThat(lab.machine().clock()).isEqualTo(ClockKind.VIRTUAL);
            assertThat(lab.machine().traceEntries()).isEqualTo(0x400);
            assertThat(lab.kernel().busError()).isEqualTo(BusErrorSetting.HPMC);
            assertThat(lab.kernel().ioctlReturnsAddress()).isTrue();
            assertThat(lab.kernel().strictDevmem()).isFalse();
            assertThat(lab.kernel().drivers()).containsExactly("null", "iomap");
        }
    }

    @Nested
    class Modules {
        @Test
        void are_those_of_the_model() throws Exception {
            assertThat(read("name: lab1").machine().modules())
                    .containsOnlyKeys(Model.B160L.modules().keySet());
            assertThat(read("{name: lab1, model: b160l-recorded}").machine().modules())
                    .doesNotContainKey("videolive");
        }

        @Test
        void are_left_out_moved_and_put_in() throws Exception {
            MachineConfiguration lab = read("""
                            name: lab1
                            model: b160l-recorded
                            modules:
                              uart0: false
                              videolive: {at: 0xfa000000}
                            """).machine();

            assertThat(lab.modules()).doesNotContainKey("uart0");
            assertThat(lab.modules().get("videolive").address(0)).isEqualTo(0xFA00_0000L);
        }

        @Test
        void that_there_are_not_and_settings_that_they_have_not_are_refused() {
            assertThat(problems("""
                            name: lab1
                            modules:
                              uart9: true
                              uart0: {at: 0x1000, pictrue: board.png}
                              videolive: {picture: none.png}
                            """))
                    .hasSize(4)
                    .anySatisfy(
                            text -> assertThat(text).contains(":3: modules: there is no key \"uart9\"; did you mean"))
                    .anySatisfy(text -> assertThat(text).contains(":4: modules.uart0.at: \"0x1000\" is not a number"))
                    .anySatisfy(text -> assertThat(text).contains(":4: modules.uart0: there is no key \"pictrue\""))
                    .anySatisfy(
                            text -> assertThat(text).contains(":5: modules.videolive.picture: there is no readable"));
        }
    }

    @Nested
    class Switched_on_for_trial {
        @Test
        void says_which_modules_are_in_each_other_s_way() {
            assertThat(problems("name: lab1\nmodules:\n  uart1: {at: 0xffd05000}"))
                    .containsExactly(
                            "FILE:1: uart1 at 0xffd05800 is where uart0 is: move one of them with the key at, or"
                                    + " leave one out");
        }

        @Test
        void says_which_file_is_not_what_it_should_be() throws Exception {
            Files.writeString(directory.resolve("board.png"), "this is no picture");

            assertThat(problems("name: lab1\npicture: board.png"))
                    .singleElement(STRING)
                    .startsWith("FILE:1: ")
                    .contains("board.png");
        }
    }

    @Nested
    class Cards {
        @Test
        void are_those_of_the_model() throws Exception {
            assertThat(read("name: lab1").machine().cards()).isEqualTo(Model.B160L.cards());
            assertThat(read("{name: lab1, model: b160l-recorded}").machine().cards())
                    .containsKeys(0, 1, 2, 3, 4, 5, 6, 7, 8);
        }

        @Test
        void are_all_that_the_list_says() throws Exception {
            assertThat(read("""
                            name: lab1
                            cards:
                              - {slot: 3, card: ram, megabytes: 4}
                              - {slot: 8, card: bridge, cards: [{slot: 1, card: serial}]}
                            """).machine().cards())
                    .isEqualTo(Map.of(
                            3, new Card("ram", new Settings(Map.of("megabytes", "4")), Map.of()),
                            8, new Card("bridge", Settings.NONE, Map.of(1, Card.of("serial")))));
            assertThat(read("{name: lab1, cards: []}").machine().cards()).isEmpty();
        }

        @Test
        void that_there_are_not_or_that_have_no_place_are_refused() {
            assertThat(problems("""
                            name: lab1
                            cards:
                              - {slot: 3, card: sreial}
                              - {slot: 32, card: serial}
                              - {slot: 3, card: serial, megabytes: 4}
                              - {slot: 4, card: ram, megabytes: 3}
                              - {slot: 5, card: ram, cards: [{slot: 1, card: ram}]}
                              - {card: ram}
                            """))
                    .hasSize(7)
                    .anySatisfy(
                            text -> assertThat(text).contains(":3: cards.card: \"sreial\" is not one of serial, diva"))
                    .anySatisfy(
                            text -> assertThat(text).contains(":4: cards.slot: \"32\" is not a number from 0 to 31"))
                    .anySatisfy(text -> assertThat(text).contains(":5: cards.slot: slot 3 has a card already"))
                    .anySatisfy(text -> assertThat(text).contains(":5: cards: there is no key \"megabytes\""))
                    .anySatisfy(text -> assertThat(text).contains(":6: cards.megabytes: \"3\" is not one of 1, 2"))
                    .anySatisfy(text -> assertThat(text).contains(":7: cards.cards: there is no bus behind a ram"))
                    .anySatisfy(text -> assertThat(text).contains(":8: cards: the key slot is missing"));
        }
    }

    @Nested
    class Device_files {
        @Test
        void replace_the_built_in_ones_and_default_to_root_s_for_everybody() throws Exception {
            MachineDefinition lab = read("""
                    name: lab1
                    device-files:
                      - {path: /dev/gsc0, driver: iomap, minor: 0x4000e1}
                      - {path: /dev/uart0, driver: iomap, minor: 0xfd0501, mode: 0640, uid: 3, gid: 4}
                    """);

            assertThat(lab.kernel().deviceFiles())
                    .containsExactly(
                            new DeviceFile("/dev/gsc0", "iomap", 0x4000e1, 0666, 0, 0),
                            new DeviceFile("/dev/uart0", "iomap", 0xfd0501, 0640, 3, 4));
        }

        @Test
        void rule_5_a_minor_of_no_pages_is_not_checked_before_open() throws Exception {
            MachineDefinition lab =
                    read("name: lab1\ndevice-files: [{path: /dev/none, driver: iomap, minor: 0x400090}]");

            assertThat(lab.kernel().deviceFiles()).hasSize(1);
        }

        @Test
        void need_a_path_a_driver_and_a_minor() {
            assertThat(problems("name: lab1\ndevice-files:\n  - {path: /etc/passwd}"))
                    .containsExactly(
                            "FILE:3: device-files: the key driver is missing",
                            "FILE:3: device-files: the key minor is missing",
                            "FILE:3: device-files.path: \"/etc/passwd\" is not the path of a device file: /dev/…");
        }
    }

    @Nested
    class Limits {
        @ParameterizedTest
        @EnumSource(Limit.class)
        @Tag("HS-8")
        void have_a_key_each(Limit limit) throws Exception {
            MachineDefinition lab = read("name: lab1\nlimits: {" + Section.spell(limit) + ": 1}");

            assertThat(lab.limits()).containsEntry(limit, 1L);
        }

        @Test
        void of_the_kernel_reach_the_kernel() throws Exception {
            MachineDefinition lab =
                    read("name: lab1\nlimits: {descriptors: 5, total-windows: 7, mapped-bytes: 0x1000}");

            assertThat(lab.kernel().limits().descriptors()).isEqualTo(5);
            assertThat(lab.kernel().limits().totalWindows()).isEqualTo(7);
            assertThat(lab.kernel().limits().mappedBytes()).isEqualTo(0x1000);
        }

        @Test
        void have_a_ceiling() {
            assertThat(problems("name: lab1\nlimits:\n  descriptors: 5000"))
                    .containsExactly("FILE:3: limits.descriptors: \"5000\" is not a number from 1 to 4096");
        }
    }

    @Nested
    @Tag("AU-4")
    class Grants {
        private final OwnUser own = new OwnUser(500, 50);

        @Test
        void without_them_the_owner_has_all_rights_and_nobody_else_has_any() throws Exception {
            Access access = read("name: lab1").access();

            assertThat(access.peer(500, 50, own).rights()).containsExactlyInAnyOrder(Right.values());
            assertThat(access.peer(501, 50, own).rights()).isEmpty();
            assertThat(access.anonymous()).isEqualTo(Admission.of(1000, 1000, Privileges.NONE));
        }

        @Test
        @Tag("AU-1")
        void give_groups_and_rights_to_a_user_of_the_host() throws Exception {
            Access access = read("""
                            name: lab1
                            grants:
                              - {uid: 501, groups: [20, 30], rights: [monitor]}
                              - {owner: true, rights: [any-uid]}
                            """).access();

            assertThat(access.peer(501, 50, own))
                    .isEqualTo(Admission.of(501, 50, new Privileges(Set.of(20, 30), Set.of(Right.MONITOR))));
            assertThat(access.owner(own))
                    .isEqualTo(Admission.of(500, 50, new Privileges(Set.of(), Set.of(Right.ANY_UID))));
        }

        @Test
        @Tag("AU-2")
        void say_who_presents_a_token() throws Exception {
            String token = "0123456789abcdef0123456789ABCDEF";
            Access access = read("name: lab1\ngrants: [{token: \"" + token + "\", identity: {uid: 7, gid: 8}}]")
                    .access();

            assertThat(access.token(token.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                    .contains(Admission.of(7, 8, Privileges.NONE));
            assertThat(access.token(new byte[32])).isEmpty();
        }

        @Test
        @Tag("AU-2")
        void refuse_a_token_that_could_be_guessed_and_show_no_more_than_it() {
            assertThat(problems("name: lab1\ngrants:\n  - token: secret"))
                    .containsExactly("FILE:3: grants.token: \"secret\" is not 32 or more hexadecimal digits: "
                            + "try `openssl rand -hex 32`");
        }

        @Test
        void are_for_somebody() {
            assertThat(problems("name: lab1\ngrants:\n  - rights: [monitor]\n  - {uid: 1, owner: true}"))
                    .containsExactly(
                            "FILE:3: grants: a grant is for one of: `owner: true`, `uid: 1000`, `token: …`, "
                                    + "`anonymous: true`",
                            "FILE:4: grants: a grant is for one of: `owner: true`, `uid: 1000`, `token: …`, "
                                    + "`anonymous: true`");
        }

        @Test
        void name_rights_there_are() {
            assertThat(problems("name: lab1\ngrants:\n  - owner: true\n    rights: [monitor, root]"))
                    .containsExactly(
                            "FILE:4: grants.rights: \"root\" is not one of monitor, administrator, any-uid, driver");
        }
    }

    @Nested
    class With_mistakes {
        @Test
        void is_refused_with_all_of_them_in_order() {
            assertThat(problems("clok: real\nbus-error: crash\ntrace-entries: many\ndrivers: iomap\nname: -x"))
                    .containsExactly(
                            "FILE:1: there is no key \"clok\"; did you mean clock?",
                            "FILE:2: bus-error: \"crash\" is not one of sigbus, hpmc",
                            "FILE:3: trace-entries: \"many\" is not a number from 1 to 16777216",
                            "FILE:4: drivers: a list is expected here: [first, second], or a line `- …` for each",
                            "FILE:5: name: \"-x\" is not a name: 1 to 64 letters, digits, dots, underscores and "
                                    + "hyphens, a letter or a digit first");
        }

        @Test
        void names_all_known_keys_where_none_is_near() {
            assertThat(problems("name: lab1\nlimits: {}\ngrants: [{owner: true, wherever: 1}]"))
                    .containsExactly(
                            "FILE:3: grants: there is no key \"wherever\"; known are anonymous, groups, owner, "
                                    + "rights, token, uid");
        }

        @Test
        void has_no_key_twice() {
            assertThat(problems("name: lab1\nname: lab2"))
                    .containsExactly("FILE:2: name is given twice: keep one of them");
        }

        @Test
        void names_a_picture_that_is_there() {
            assertThat(problems("name: lab1\npicture: board.png").get(0))
                    .startsWith("FILE:2: picture: there is no readable file")
                    .contains("relative");
        }

        @Test
        void has_sections_where_sections_belong() {
            assertThat(problems("name: lab1\nlimits: 5"))
                    .containsExactly("FILE:2: limits: keys with values are expected here, one to a line: `key: value`");
        }

        @Test
        void is_YAML() {
            assertThat(problems("name: [lab1").get(0)).startsWith("FILE:1: this is not YAML: ");
        }

        @Test
        void is_not_empty() {
            assertThat(problems("")).containsExactly("FILE is empty: a machine needs a name: `name: lab1`");
        }

        @Test
        void is_there() {
            Path nowhere = directory.resolve("nowhere.yaml");

            assertThat(catchThrowableOfType(ConfigurationException.class, () -> MachineFile.read(nowhere)))
                    .hasMessage(nowhere + ": there is no such file");
        }

        @Test
        void never_shows_control_characters_or_more_than_a_line_of_them() {
            assertThat(problems("name: \"a\\e[31m" + "b".repeat(100) + '"').get(0))
                    .startsWith("FILE:1: name: \"a?[31mbbb")
                    .contains("b…\"");
        }
    }

    @Nested
    class In_the_documentation {
        private final String document = Files.readString(Path.of("MACHINE-FILES.md"));

        In_the_documentation() throws IOException {}

        @Test
        void has_an_example_that_is_read() throws Exception {
            assertThat(readExample(new Problems("example")).name()).isEqualTo("lab1");
        }

        @Test
        void has_every_setting_of_every_module() {
            assertThat(ModuleKinds.ALL).allSatisfy(kind -> {
                assertThat(document).contains("| `modules." + kind.name() + "` |");
                assertThat(kind.settings())
                        .allSatisfy(setting -> assertThat(document)
                                .contains("| `modules." + kind.name() + "." + setting.name() + "` |"));
            });
        }

        @Test
        void has_every_kind_of_card_and_every_setting() {
            assertThat(CardKinds.ALL).allSatisfy(kind -> {
                assertThat(document).contains("`" + kind.name() + "`");
                assertThat(kind.settings())
                        .allSatisfy(setting -> assertThat(document).contains("| `cards." + setting.name() + "` |"));
            });
        }

        @Test
        void has_every_key() throws Exception {
            Problems problems = new Problems("example");
            readExample(problems);

            assertThat(problems.keys())
                    .hasSizeGreaterThan(40)
                    .allSatisfy(key -> assertThat(document).contains("| `" + key + "` |"));
        }

        @ParameterizedTest
        @EnumSource(Limit.class)
        @Tag("HS-8")
        void has_the_default_and_the_ceiling_of_every_limit(Limit limit) {
            assertThat(document)
                    .containsPattern("`limits\\." + Section.spell(limit) + "` \\|[^|]*\\| " + limit.defaultValue()
                            + " \\| " + limit.ceiling() + " \\|");
        }

        private MachineDefinition readExample(Problems problems) throws Exception {
            Files.writeString(directory.resolve("board.png"), "P6 1 1 255\nRGB");
            String example = document.substring(document.indexOf("```yaml\n") + 8);
            return MachineFile.read(write(example.substring(0, example.indexOf("```"))), problems);
        }
    }

    private MachineDefinition read(String text) throws ConfigurationException {
        return MachineFile.read(write(text));
    }

    private Path write(String text) {
        try {
            return Files.writeString(directory.resolve("lab.yaml"), text);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** What is wrong with a file, a line for each; FILE stands for its name. */
    private List<String> problems(String text) {
        Path file = write(text);
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> MachineFile.read(file));
        return refused.getMessage().replace(file.toString(), "FILE").lines().toList();
    }
}
