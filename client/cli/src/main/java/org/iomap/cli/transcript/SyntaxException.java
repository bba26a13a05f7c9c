package org.iomap.cli.transcript;

/** A line that is not of the language. The message names the file and the line. */
final class SyntaxException extends Exception {
    SyntaxException(String message) {
        super(message);
    }

    SyntaxException at(String file, int line) {
        return new SyntaxException(file + ":" + line + ": " + getMessage());
    }
}
