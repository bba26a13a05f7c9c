package org.iomap.cli.bench;

/** Where the two processes run, and how they wait for each other. */
enum Setting {
    /** Each on a core of its own, looking for a while before it sleeps. */
    POLLING("polling", 50),
    /** Both on one core, sleeping at once. */
    ONE_CORE("one core, blocking", 0);

    private final String text;
    private final int spinMicros;

    Setting(String text, int spinMicros) {
        this.text = text;
        this.spinMicros = spinMicros;
    }

    int spinMicros() {
        return spinMicros;
    }

    /** The word for it of the C program. */
    String word() {
        return this == POLLING ? "poll" : "block";
    }

    @Override
    public String toString() {
        return text;
    }
}
