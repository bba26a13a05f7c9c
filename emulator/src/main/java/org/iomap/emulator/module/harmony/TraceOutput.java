package org.iomap.emulator.module.harmony;

import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** An output that says in the trace how loud each buffer was. */
public final class TraceOutput implements AudioOutput {
    private final Trace trace;

    public TraceOutput(Trace trace) {
        this.trace = trace;
    }

    @Override
    public void heard(long buffer, short[] samples, int frames, double hertz) {
        int peak = 0;
        double squares = 0;
        for (int i = 0; i < 2 * frames; i++) {
            peak = Math.max(peak, Math.abs(samples[i]));
            squares += (double) samples[i] * samples[i];
        }
        long rootMeanSquare = frames == 0 ? 0 : Math.round(Math.sqrt(squares / (2 * frames)));
        String text = "harmony played 0x%08x: %d frames at %.0f Hz, peak %d, rms %d";
        trace.note(TraceKind.MACHINE, buffer, text.formatted(buffer, frames, hertz, peak, rootMeanSquare));
    }
}
