package org.iomap.emulator.configuration;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.iomap.driver.Driver;

/**
 * The drivers in a directory of jars: each jar names those it has in {@code META-INF/services/org.iomap.driver.Driver}.
 *
 * @param byName makes one anew for each boot of a machine
 */
public record LoadableDrivers(Map<String, Supplier<Driver>> byName) {
    public static final LoadableDrivers NONE = new LoadableDrivers(Map.of());

    public LoadableDrivers {
        byName = Map.copyOf(byName);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /**
     * Looks into every jar of a directory.
     *
     * @throws IOException if it cannot be read, or a jar does not hold what it says, or two drivers have one name
     */
    static LoadableDrivers in(Path directory) throws IOException {
        // Never closed: the classes of the drivers live as long as the service.
        ClassLoader loader = new URLClassLoader(jars(directory), Driver.class.getClassLoader());
        Map<String, Supplier<Driver>> found = new TreeMap<>();
        try {
            for (ServiceLoader.Provider<Driver> provider :
                    ServiceLoader.load(Driver.class, loader).stream().toList()) {
                if (provider.type().getClassLoader() == loader
                        && found.putIfAbsent(provider.get().name(), provider) != null) {
                    throw new IOException("%s: two drivers are named %s"
                            .formatted(directory, provider.get().name()));
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new IOException("%s: %s".formatted(directory, e.getMessage()), e);
        }
        return new LoadableDrivers(found);
    }

    private static URL[] jars(Path directory) throws IOException {
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                urls.add(url(file));
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
