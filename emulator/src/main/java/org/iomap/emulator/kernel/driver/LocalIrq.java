package org.iomap.emulator.kernel.driver;

import org.iomap.driver.InterruptHandler;
import org.iomap.driver.Irq;
import org.iomap.emulator.kernel.Escaped;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.protocol.TraceKind;

/**
 * An interrupt of a driver in the service. Its handler runs when the access that raised the line is over: a module has
 * one access at a time.
 */
final class LocalIrq implements Irq {
    /** A line that stays high after so many calls is masked, as Linux does: nobody cared. */
    private static final int MOST_CALLS = 1000;

    private final DriverContext context;
    private final String line;
    private final InterruptHandler handler;
    private final Hardware.Interrupt interrupt;
    private final Runnable unsubscribe;
    private final Runnable atEnd = this::end;
    private long rises;
    private boolean closed;

    LocalIrq(DriverContext context, String line, InterruptHandler handler) {
        this.context = context;
        this.line = line;
        this.handler = handler;
        this.interrupt = context.requestIrq(line);
        this.unsubscribe = interrupt.onRise(nanos -> rise());
        context.atEnd(atEnd);
        if (interrupt.level()) {
            rise();
        }
    }

    @Override
    public String line() {
        return line;
    }

    @Override
    public void close() {
        end();
        context.notAtEnd(atEnd);
        context.freeIrq(line);
    }

    private void end() {
        closed = true;
        unsubscribe.run();
    }

    private void rise() {
        rises++;
        if (rises == 1) {
            kernel().defer(this::run);
        }
    }

    private void run() {
        int calls = 0;
        while (!closed && (rises > 0 || interrupt.level())) {
            if (++calls > MOST_CALLS) {
                interrupt.unmask(false);
                context.printk("nobody cared: interrupt %s is masked".formatted(line));
                end();
                return;
            }
            long count = Math.max(1, rises);
            rises = 0;
            kernel().actingAs(context.process(), () -> handle(count));
        }
    }

    private void handle(long count) {
        try {
            handler.handle(count);
        } catch (RuntimeException e) {
            kernel().trace()
                    .note(
                            TraceKind.MACHINE,
                            0,
                            "driver %s broke in its interrupt handler: %s"
                                    .formatted(context.name(), Escaped.sentence(String.valueOf(e))));
        }
    }

    private Kernel kernel() {
        return context.kernel();
    }
}
