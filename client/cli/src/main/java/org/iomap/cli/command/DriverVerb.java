package org.iomap.cli.command;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.iomap.cli.ConnectionOptions;
import org.iomap.client.driver.RemoteDriver;
import org.iomap.driver.Driver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs drivers in this process, each with a connection of its own. */
@Command(
        name = "driver",
        header = "Run the drivers in a jar, outside the service.",
        sortOptions = false,
        description = {
            "Runs each driver that META-INF/services/org.iomap.driver.Driver of the jar names, until Ctrl-C. Whatever a "
                    + "driver has taken is released when it ends, in whatever way it ends.",
            "DRIVERS.md says how to write one. Needs the driver right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap driver teach.jar"})
public final class DriverVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(paramLabel = "FILE.jar", description = "The drivers, with what they need besides org.iomap.driver.")
    private Path jar;

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(jar)) {
            throw new NoSuchFileException(jar.toString());
        }
        List<RemoteDriver> running = new ArrayList<>();
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            for (Driver driver : drivers(classes)) {
                running.add(start(driver));
            }
            for (RemoteDriver driver : running) {
                driver.join();
            }
        } catch (InterruptedException enough) {
            // It ends as by Ctrl-C.
        } finally {
            running.forEach(RemoteDriver::close);
        }
        return 0;
    }

    private List<Driver> drivers(ClassLoader classes) {
        try {
            List<Driver> drivers = ServiceLoader.load(Driver.class, classes).stream()
                    .filter(provider -> provider.type().getClassLoader() == classes)
                    .map(ServiceLoader.Provider::get)
                    .toList();
            if (drivers.isEmpty()) {
                throw new UsageException(jar + ": META-INF/services/" + Driver.class.getName() + " names no driver");
            }
            return drivers;
        } catch (ServiceConfigurationError wrong) {
            throw new UsageException(jar + ": " + wrong.getMessage(), wrong);
        }
    }

    private RemoteDriver start(Driver driver) {
        RemoteDriver started = RemoteDriver.start(connection.connect("iomap-driver"), driver);
        // Ctrl-C is how it ends: the driver leaves in good order.
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "iomap-driver-exit"));
        spec.commandLine().getOut().println(driver.name() + ": loaded; Ctrl-C unloads it");
        spec.commandLine().getOut().flush();
        return started;
    }
}
