package org.iomap.emulator.configuration;

import java.util.List;

/** The service was told something it cannot do. The message has one line for each problem. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    public ConfigurationException(String problem) {
        super(problem);
    }

    ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
