package org.iomap.cli.transcript;

/** What a line does: a verb with its arguments. */
sealed interface Action permits Access, Control, KernelCall, Physical, SystemCall, Watch {
    /**
     * Does it.
     *
     * @param process the name of the process that speaks; empty for the one that needs none
     * @throws org.iomap.client.IomapException if the service fails or refuses it
     * @throws SyntaxException if the machine knows no such name
     */
    Outcome.Result play(Stage stage, String process) throws SyntaxException;

    /** What it is to give where the line does not say. */
    default Expectation expectation() {
        return Expectation.SUCCESS;
    }

    /** False for what another run need not give again: a process number, a time. */
    default boolean isRepeatable() {
        return true;
    }
}
