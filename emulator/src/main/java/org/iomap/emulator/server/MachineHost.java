package org.iomap.emulator.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.iomap.emulator.configuration.Admission;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.KernelLimits;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.machine.B160l;
import org.iomap.emulator.machine.ClockKind;
import org.iomap.emulator.machine.InterruptInput;
import org.iomap.emulator.machine.Machine;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.machine.Pointer;
import org.iomap.emulator.machine.SerialTerminal;
import org.iomap.protocol.Limit;
import org.iomap.protocol.MachineEntry;

/**
 * One machine, its kernel and its connections, on one event loop. Whatever touches the machine runs there, between
 * {@link #enter} and {@link #leave}: so nothing has a lock, and all accesses fall in one order.
 */
final class MachineHost {
    private final MachineDefinition definition;
    private final EventLoop loop;
    private final Caps caps;
    private final Machine machine;
    private final Kernel kernel;
    private final Supplier<List<MachineEntry>> allMachines;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Set<Session> listeners = new LinkedHashSet<>();
    private final Set<Session> unflushed = new LinkedHashSet<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private final HostStatistics statistics;
    private boolean entered;
    private boolean flushScheduled;
    private boolean isDown;

    /** The machine is made and switched on; from then on it belongs to {@code loop}. */
    MachineHost(
            MachineDefinition definition,
            EventLoop loop,
            Caps caps,
            Segments segments,
            Supplier<List<MachineEntry>> allMachines) {
        this.definition = definition;
        this.loop = loop;
        this.caps = caps;
        this.allMachines = allMachines;
        this.statistics = new HostStatistics(definition.name());
        MachineClock clock =
                definition.machine().clock() == ClockKind.VIRTUAL ? MachineClock.virtual() : MachineClock.real(loop);
        clock.runOn(loop);
        clock.onWake(this::leave);
        machine = new B160l(definition.machine(), clock, segments);
        kernel = new Kernel(
                machine.ioSpace(),
                machine.trace(),
                definition.kernel(),
                new MachineHardware(machine),
                this::after,
                definition.loadable().byName());
        machine.onPowerOff(() -> endAll(EndReason.POWER_OFF, null));
        kernel.onMachineCheck(dump -> endAll(EndReason.MACHINE_CHECK, null));
    }

    /** What a call that waited for its driver does when the time is over is done for nobody in particular. */
    private Runnable after(long millis, Runnable task) {
        ScheduledFuture<?> timer = loop.schedule(
                () -> {
                    enter(0);
                    try {
                        task.run();
                    } finally {
                        leave();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }

    String name() {
        return definition.name();
    }

    MachineDefinition definition() {
        return definition;
    }

    EventLoop loop() {
        return loop;
    }

    Machine machine() {
        return machine;
    }

    Kernel kernel() {
        return kernel;
    }

    HostStatistics statistics() {
        return statistics;
    }

    List<MachineEntry> allMachines() {
        return allMachines.get();
    }

    MachineEntry entry() {
        return new MachineEntry(name(), machine.model());
    }

    /** Accesses so far: the place of the last one in the machine's total order. */
    long accesses() {
        return machine.ioSpace().sequence();
    }

    /** True while more than one connection shares the machine. */
    boolean isShared() {
        return sessions.size() > 1;
    }

    /** A process acts from now on; time is taken once for all it does in this batch. */
    void enter(int pid) {
        entered = true;
        machine.clock().tick();
        machine.trace().actor(pid);
    }

    /** The batch is over: events go out before the answers of whoever caused them (OR-5). */
    void leave() {
        if (kernel.runDeferred()) {
            later(this::takeUp);
        }
        entered = false;
        machine.trace().actor(0);
        statistics.accesses(accesses());
        if (!listeners.isEmpty()) {
            listeners.forEach(session -> session.subscriptions().drain());
        }
        if (!unflushed.isEmpty()) {
            flush();
        }
        if (!afterwards.isEmpty()) {
            List<Runnable> tasks = List.copyOf(afterwards);
            afterwards.clear();
            tasks.forEach(loop::execute);
        }
    }

    /** Interrupts that raise others do not keep the connections from their turns. */
    private void takeUp() {
        enter(0);
        leave();
    }

    /** A session has something to send that it did not ask for just now. */
    void dirty(Session session) {
        unflushed.add(session);
        if (!entered && !flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        List<Session> waiting = List.copyOf(unflushed);
        unflushed.clear();
        waiting.forEach(session -> session.connection().push());
    }

    /** Runs a task once the present batch has been answered. */
    void later(Runnable task) {
        afterwards.add(task);
    }

    /** Whether a session wants to be asked after each batch what there is to send. */
    void listens(Session session, boolean on) {
        if (on) {
            listeners.add(session);
        } else {
            listeners.remove(session);
        }
    }

    /**
     * Lets a connection in as a new process. A machine that was switched off is switched on.
     *
     * @throws RefusedException at a cap
     */
    Session admit(Connection connection, Admission admission, Terms terms, String processName) {
        int uid = admission.credentials().uid();
        caps.enter(uid);
        String name = processName.isEmpty() ? "process" : processName;
        Session session = new Session(connection, this, admission, terms, name);
        enter(0);
        try {
            boot();
            session.process(spawn(session));
        } catch (RuntimeException refused) {
            caps.leave(uid);
            throw refused;
        } finally {
            leave();
        }
        sessions.add(session);
        statistics.processes(sessions.size());
        return session;
    }

    private UserProcess spawn(Session session) {
        KernelLimits own = definition.kernel().limits();
        KernelLimits limits = new KernelLimits(
                (int) session.terms().limit(Limit.DESCRIPTORS),
                (int) session.terms().limit(Limit.WINDOWS),
                own.mappedBytes(),
                own.totalDescriptors(),
                own.totalWindows());
        return kernel.spawn(session.admission().credentials(), session.name(), limits);
    }

    /** The connection is gone: so is its process, whatever state it was in (EN-3). */
    void remove(Session session) {
        if (sessions.remove(session)) {
            statistics.processes(sessions.size());
            listeners.remove(session);
            unflushed.remove(session);
            enter(session.process().pid());
            session.process().exit("connection closed");
            leave();
            caps.leave(session.admission().credentials().uid());
        }
    }

    /** A power cycle by the administrator: every process ends, and the caller becomes a new one. */
    void reset(Session caller) {
        caller.subscriptions().machineReset(EndReason.RESET);
        endAll(EndReason.RESET, caller);
        boot();
        caller.process(spawn(caller));
        machine.trace().actor(caller.process().pid());
    }

    /** Switches the machine on, if it went down. */
    private void boot() {
        if (isDown) {
            isDown = false;
            machine.reset();
            kernel.reboot();
        }
    }

    /** Ends every connection but {@code spared}, when the present batch is over. */
    private void endAll(EndReason reason, Session spared) {
        for (Session session : sessions) {
            if (session != spared) {
                session.subscriptions().machineReset(reason);
                session.end();
                later(() -> {
                    session.goAway(reason);
                    session.connection().leave();
                });
            }
        }
        isDown = true;
        if (reason == EndReason.MACHINE_CHECK) {
            later(this::boot);
        }
    }

    /** The service stops: everybody is told (EN-1). */
    void shutDown() {
        for (Session session : List.copyOf(sessions)) {
            session.goAway(EndReason.SHUTDOWN);
            session.connection().leave();
        }
    }

    /**
     * Finds an interrupt input by name.
     *
     * @throws RefusedException if there is none
     */
    InterruptInput line(String name) {
        InterruptInput line = machine.line(name);
        if (line == null) {
            throw RefusedException.noSuch("interrupt line");
        }
        return line;
    }

    /**
     * Finds a terminal by name.
     *
     * @throws RefusedException if there is none
     */
    SerialTerminal terminal(String name) {
        SerialTerminal terminal = machine.terminal(name);
        if (terminal == null) {
            throw RefusedException.noSuch("terminal");
        }
        return terminal;
    }

    /**
     * Finds a mouse by name.
     *
     * @throws RefusedException if there is none
     */
    Pointer pointer(String name) {
        Pointer pointer = machine.pointer(name);
        if (pointer == null) {
            throw RefusedException.noSuch("pointer");
        }
        return pointer;
    }

    /** Who a line of the trace is about. */
    String actor(int pid) {
        if (pid == 0) {
            return "machine";
        }
        for (UserProcess process : kernel.processes()) {
            if (process.pid() == pid) {
                return process.name();
            }
        }
        return "";
    }
}
