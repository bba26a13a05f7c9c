package org.iomap.cli.command;

import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;

/**
 * A line of the trace for eyes: time, who, what, where, meaning. What a program did wrong and what the model lacks have
 * words and colours of their own.
 */
final class TraceFormat {
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String CYAN = "\u001b[36m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final boolean coloured;

    TraceFormat(boolean coloured) {
        this.coloured = coloured;
    }

    String line(Traced traced) {
        TraceKind kind = TraceKind.of(traced.kind());
        String text = "%6d.%09d  %-18s  %-12s  %s"
                .formatted(
                        traced.timeNanos() / 1_000_000_000,
                        traced.timeNanos() % 1_000_000_000,
                        who(traced),
                        kind == null ? "kind " + traced.kind() : what(kind),
                        where(traced, kind))
                .stripTrailing();
        String colour = coloured && kind != null ? colour(kind) : "";
        return colour.isEmpty() ? text : colour + text + PLAIN;
    }

    private static String who(Traced traced) {
        return traced.pid() == 0 ? traced.actor() : traced.actor() + "[" + traced.pid() + "]";
    }

    private static String what(TraceKind kind) {
        return switch (kind) {
            case LOAD -> "load";
            case STORE -> "store";
            case SYSTEM_CALL -> "call";
            case BUS_ERROR -> "bus error";
            case SIGNAL -> "signal";
            case INTERRUPT -> "interrupt";
            case RULE -> "RULE BROKEN";
            case UNIMPLEMENTED -> "not modelled";
            case PROCESS -> "process";
            case MACHINE -> "machine";
        };
    }

    private static String colour(TraceKind kind) {
        return switch (kind) {
            case RULE -> RED;
            case BUS_ERROR, SIGNAL -> YELLOW;
            case UNIMPLEMENTED -> CYAN;
            case PROCESS, MACHINE -> DIM;
            case LOAD, STORE, SYSTEM_CALL, INTERRUPT -> "";
        };
    }

    private static String where(Traced traced, TraceKind kind) {
        StringBuilder text = new StringBuilder();
        if (traced.width() != 0) {
            text.append("%d 0x%08x ".formatted(traced.width(), traced.address()));
        } else if (traced.address() != 0) {
            text.append("0x%08x ".formatted(traced.address()));
        }
        if (kind == TraceKind.LOAD || kind == TraceKind.STORE) {
            text.append(("= 0x%0" + 2 * traced.width() + "x ").formatted(traced.value()));
        }
        return text.append(' ')
                .append(traced.place())
                .append("  ")
                .append(traced.text())
                .toString()
                .strip();
    }
}
