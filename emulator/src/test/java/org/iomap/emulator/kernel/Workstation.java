package org.iomap.emulator.kernel;

import java.util.Map;
import java.util.Set;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.DriverLimits;
import org.iomap.emulator.machine.B160l;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.emulator.server.MachineHardware;

/** A whole machine with its kernel, without a server. */
public final class Workstation {
    private final B160l machine;
    private final Hardware hardware;
    private final Kernel kernel;

    public Workstation() {
        this(MachineConfiguration.builtIn());
    }

    public Workstation(MachineConfiguration configuration) {
        machine = new B160l(configuration.withoutOutput(), MachineClock.virtual());
        hardware = new MachineHardware(machine);
        kernel = new Kernel(
                machine.ioSpace(), machine.trace(), KernelConfiguration.builtIn(), hardware, Timer.NEVER, Map.of());
    }

    public B160l machine() {
        return machine;
    }

    public Hardware hardware() {
        return hardware;
    }

    public Kernel kernel() {
        return kernel;
    }

    public UserProcess spawn(int uid, String name) {
        Credentials who = new Credentials(uid, uid, Set.of());
        return kernel.spawn(who, name, kernel.configuration().limits());
    }

    /** A driver that is a process of root's. */
    public DriverContext driver(String name) {
        return DriverContext.begin(kernel, spawn(0, name), name, DriverLimits.builtIn());
    }
}
