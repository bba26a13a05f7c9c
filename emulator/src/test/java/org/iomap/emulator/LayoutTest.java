package org.iomap.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rooms of the emulator, and the one way in which imports run between them. */
class LayoutTest {
    private static final String ROOT = "org.iomap.emulator.";

    // spotless:off
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            entry("trace",         Set.of()),
            entry("ethernet",      Set.of()),
            entry("bus",           Set.of("trace")),
            entry("register",      Set.of("bus", "trace")),
            entry("architecture",  Set.of("bus", "register")),
            entry("module",        Set.of("architecture", "bus", "register", "trace")),
            entry("pci",           Set.of("bus", "register", "trace")),
            entry("kernel",        Set.of("bus", "trace")),
            entry("machine",       Set.of("architecture", "bus", "ethernet", "module", "pci", "register", "trace")),
            entry("metrics",       Set.of()),
            entry("configuration", Set.of("kernel", "machine", "trace")),
            entry("server",        Set.of("architecture", "bus", "configuration", "ethernet", "kernel", "machine", "metrics", "register", "trace")));
    // spotless:on

    static final Set<String> ROOMS = new TreeSet<>(MAY_IMPORT.keySet());

    private static final JavaClasses EMULATOR = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.iomap.emulator");

    @ParameterizedTest
    @FieldSource("ROOMS")
    void imports_run_one_way(String room) {
        classes()
                .that(are(room))
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are in " + room + " or " + MAY_IMPORT.get(room),
                        found -> !isOurs(found)
                                || room(found).equals(room)
                                || MAY_IMPORT.get(room).contains(room(found))))
                .allowEmptyShould(true)
                .check(EMULATOR);
    }

    @Test
    void every_class_is_in_a_room() {
        Set<String> found = EMULATOR.stream()
                .filter(LayoutTest::isOurs)
                .map(LayoutTest::room)
                .collect(Collectors.toSet());

        assertThat(ROOMS).containsAll(found);
    }

    @Test
    void no_module_knows_another() {
        slices().matching(ROOT + "module.(*)..").should().notDependOnEachOther().check(EMULATOR);
    }

    @Test
    void only_the_server_knows_the_network() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "server..", "org.iomap.emulator")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(EMULATOR);
    }

    private static DescribedPredicate<JavaClass> are(String room) {
        return DescribedPredicate.describe(
                "are in " + room, found -> isOurs(found) && room(found).equals(room));
    }

    private static boolean isOurs(JavaClass found) {
        return found.getPackageName().startsWith(ROOT);
    }

    private static String room(JavaClass found) {
        return found.getPackageName().substring(ROOT.length()).replaceFirst("\\..*", "");
    }
}
