package org.iomap.cli.command;

import java.util.List;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Option;

/** A verb that prints a list: a table for eyes, a JSON array for programs. */
abstract class Listing<T> extends Verb {
    @Option(names = "--json", order = 80, description = "Print JSON, for programs.")
    private boolean json;

    abstract List<T> entries(RemoteProcess process);

    abstract void print(List<T> entries);

    @Override
    final void run(RemoteProcess process) {
        List<T> entries = entries(process);
        if (json) {
            Json.print(out(), entries);
        } else {
            print(entries);
        }
    }
}
