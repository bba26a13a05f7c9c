package org.iomap.cli.bench;

/** One cell of the comparison: who asks whom for what. */
record Trial(Setting setting, Work work, Peer.Kind peer, Language client) {
    /** What the client is written in. */
    enum Language {
        C,
        JAVA
    }
}
