package org.iomap.emulator.configuration;

import java.util.EnumMap;
import java.util.Map;
import org.iomap.emulator.kernel.KernelConfiguration;
import org.iomap.emulator.kernel.KernelLimits;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.emulator.machine.Model;
import org.iomap.protocol.Limit;

/**
 * A machine before it is switched on: what its file says, or what is built in.
 *
 * @param limits every limit; of a negotiated one, the most that a client may ask for
 * @param loadable drivers that its kernel can load
 */
public record MachineDefinition(
        String name,
        MachineConfiguration machine,
        KernelConfiguration kernel,
        Access access,
        Map<Limit, Long> limits,
        LoadableDrivers loadable) {
    /** The model, and the name of the machine that needs no file. */
    public static final String BUILT_IN = "b160l";

    public MachineDefinition {
        limits = Map.copyOf(limits);
    }

    /** A machine that has no drivers but those of its kernel. */
    public MachineDefinition(
            String name,
            MachineConfiguration machine,
            KernelConfiguration kernel,
            Access access,
            Map<Limit, Long> limits) {
        this(name, machine, kernel, access, limits, LoadableDrivers.NONE);
    }

    public static MachineDefinition builtIn() {
        return builtIn(Model.B160L);
    }

    /** Returns the machine of a model that nothing was said about. Its name is the model's. */
    public static MachineDefinition builtIn(Model model) {
        Map<Limit, Long> limits = defaultLimits();
        KernelConfiguration kernel = KernelConfiguration.builtIn();
        return new MachineDefinition(
                model.spelling(),
                MachineConfiguration.of(model),
                new KernelConfiguration(
                        kernel.busError(),
                        kernel.ioctlReturnsAddress(),
                        kernel.strictDevmem(),
                        kernel.drivers(),
                        kernel.deviceFiles(),
                        kernelLimits(limits)),
                Access.builtIn(),
                limits);
    }

    /** The kernel's part of the limits. */
    static KernelLimits kernelLimits(Map<Limit, Long> limits) {
        return new KernelLimits(
                limits.get(Limit.DESCRIPTORS).intValue(),
                limits.get(Limit.WINDOWS).intValue(),
                limits.get(Limit.MAPPED_BYTES),
                limits.get(Limit.TOTAL_DESCRIPTORS).intValue(),
                limits.get(Limit.TOTAL_WINDOWS).intValue());
    }

    /** Every limit as it is where nobody says otherwise: of a negotiated one, the most that a client may ask for. */
    public static Map<Limit, Long> defaultLimits() {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            limits.put(limit, limit.isNegotiated() ? limit.ceiling() : limit.defaultValue());
        }
        return limits;
    }
}
