package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.iomap.driver.Driver;
import org.iomap.protocol.Errno;

/** Compiles a driver and packs it, as DRIVERS.md tells people to. */
final class DriverJar {
    private static final Path TEACHING = Path.of("../java/src/test/java/org/iomap/example/TeachingDriver.java");
    private static final String SERVICE = "META-INF/services/org.iomap.driver.Driver";

    private DriverJar() {}

    /** The driver of DRIVERS.md, in a package that no class path has. */
    static Path teaching(Path directory) throws IOException {
        String source = Files.readString(TEACHING).replace("package org.iomap.example;", "package student;");
        return of(directory.resolve("teach.jar"), "TeachingDriver", source);
    }

    /**
     * Makes a jar with one class.
     *
     * @param source of a class in the package {@code student}
     */
    static Path of(Path jar, String name, String source) throws IOException {
        Path classes = Files.createTempDirectory(jar.getParent(), "classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject unit =
                new SimpleJavaFileObject(
                        URI.create("string:///student/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        String classPath = home(Driver.class) + File.pathSeparator + home(Errno.class);
        List<String> options = List.of("-d", classes.toString(), "-cp", classPath, "-proc:none");
        assertThat(compiler.getTask(null, null, null, options, null, List.of(unit))
                        .call())
                .isTrue();
        pack(jar, classes, "student." + name);
        return jar;
    }

    /** The jar, or directory, that a class is in. */
    private static Path home(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static void pack(Path jar, Path classes, String driver) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> compiled = Files.walk(classes).filter(Files::isRegularFile)) {
            out.putNextEntry(new JarEntry(SERVICE));
            out.write(driver.getBytes(StandardCharsets.UTF_8));
            for (Path path : compiled.toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
    }
}
