package org.iomap.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.iomap.cli.ConnectionOptions;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb that is a process of the machine while it runs. What goes wrong is {@link ErrorReport}'s business. */
abstract class Verb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    abstract void run(RemoteProcess process) throws IOException, InterruptedException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        try (RemoteProcess process = connection.connect("iomap-" + spec.name())) {
            run(process);
        }
        out().flush();
        return 0;
    }

    /** Standard output. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard error. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
