package org.iomap.emulator.server;

import org.iomap.protocol.Execution;
import org.iomap.protocol.FailureDetail;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Signal;

/** Collects what is known of a failure; what nobody says stays 0. */
final class Details {
    private final Execution execution;
    private final String text;
    private int rule;
    private long value;
    private int limit;
    private int signal;
    private int signalCode;
    private String module = "";

    Details(Execution execution, String text) {
        this.execution = execution;
        this.text = text;
    }

    Details rule(int number) {
        rule = number;
        return this;
    }

    Details value(long refused) {
        value = refused;
        return this;
    }

    Details limit(Limit met) {
        limit = met == null ? 0 : met.number();
        return this;
    }

    Details signal(Signal sent, int code) {
        signal = sent.number();
        signalCode = code;
        return this;
    }

    Details module(String name) {
        module = name;
        return this;
    }

    /** Ends the collection. */
    FailureDetail at(long sequence, Attempt attempt) {
        return new FailureDetail(
                execution.number(),
                rule,
                signal,
                signalCode,
                attempt.address(),
                value,
                attempt.completed(),
                sequence,
                attempt.bytes(),
                attempt.directionNumber(),
                limit,
                module,
                text);
    }
}
