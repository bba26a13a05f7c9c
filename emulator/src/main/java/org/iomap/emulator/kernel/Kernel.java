package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.ENOSPC;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.iomap.driver.Driver;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.DriverLimits;
import org.iomap.emulator.kernel.driver.InterruptHolders;
import org.iomap.emulator.kernel.driver.LocalKernel;
import org.iomap.emulator.kernel.driver.MemoryRegions;
import org.iomap.emulator.kernel.iomap.LiveMappings;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Limit;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.TraceKind;

/** The kernel of the emulated machine: its processes, its drivers, its special files. Source: iomap semantics. */
public final class Kernel {
    private final IoSpace ioSpace;
    private final Trace trace;
    private final Hardware hardware;
    private final Timer timer;
    private final Map<String, Supplier<Driver>> loadable;
    private final Queue<Runnable> deferred = new ArrayDeque<>();
    private final Map<Integer, UserProcess> processes = new LinkedHashMap<>();
    private final SystemCalls systemCalls = new SystemCalls(this);
    private final TrapHandler traps;
    private final List<Consumer<CrashDump>> machineChecks = new ArrayList<>();
    private KernelConfiguration nextConfiguration;
    private Boot boot;
    private int windows;
    private int lastPid;
    private UserProcess current;
    private CrashDump lastCrash;

    /**
     * Boots a kernel.
     *
     * @throws IllegalArgumentException when a driver is unknown or a device file cannot be made
     */
    public Kernel(IoSpace ioSpace, Trace trace, KernelConfiguration configuration) {
        this(ioSpace, trace, configuration, Hardware.unknown(), Timer.NEVER, Map.of());
    }

    /**
     * Makes a kernel that knows more of its machine, and can load drivers.
     *
     * @param timer for the deadlines of calls
     * @param loadable drivers that it can load, by name, made anew at every boot
     */
    public Kernel(
            IoSpace ioSpace,
            Trace trace,
            KernelConfiguration configuration,
            Hardware hardware,
            Timer timer,
            Map<String, Supplier<Driver>> loadable) {
        this.ioSpace = ioSpace;
        this.trace = trace;
        this.hardware = hardware;
        this.timer = timer;
        this.loadable = Map.copyOf(loadable);
        this.traps = new TrapHandler(this, ioSpace, trace);
        this.nextConfiguration = configuration;
        boot();
    }

    /** What the machine was booted with. */
    public KernelConfiguration configuration() {
        return boot.configuration;
    }

    /**
     * Changes the configuration; the change acts at the next {@link #reboot}: rule 7.
     *
     * @throws IllegalArgumentException when it could not boot; then nothing has changed
     */
    public void configure(KernelConfiguration next) {
        Boot trial = new Boot(next, this);
        trial.makeDeviceFiles();
        nextConfiguration = next;
    }

    /** Ends every process and boots with the configuration as it is now: rule 7. */
    public void reboot() {
        endProcesses("the machine reboots");
        boot();
    }

    private void boot() {
        boot = new Boot(nextConfiguration, this);
        nextConfiguration.drivers().stream().filter(loadable::containsKey).forEach(this::load);
        boot.makeDeviceFiles();
        trace.note(TraceKind.MACHINE, 0, "boot with drivers " + String.join(" ", nextConfiguration.drivers()));
    }

    /** A driver that cannot begin is not there; the machine is. */
    private void load(String name) {
        UserProcess process = spawn(Boot.ROOT, name, nextConfiguration.limits());
        try {
            DriverContext context = DriverContext.begin(this, process, name, DriverLimits.builtIn());
            Driver driver = loadable.get(name).get();
            actingAs(process, () -> driver.init(new LocalKernel(context)));
            context.atEnd(() -> unload(driver));
        } catch (RuntimeException | LinkageError e) {
            note("driver %s did not begin: %s".formatted(name, e));
            process.exit("the driver did not begin");
        }
    }

    private void unload(Driver driver) {
        try {
            driver.exit();
        } catch (RuntimeException | LinkageError e) {
            note("driver %s broke in exit: %s".formatted(driver.name(), e));
        }
    }

    /** Runs a task when what is under way now is over: an interrupt does not come in the middle of an access. */
    public void defer(Runnable task) {
        deferred.add(task);
    }

    /**
     * What was under way is over: runs what was deferred until now.
     *
     * @return true when something was deferred meanwhile
     */
    public boolean runDeferred() {
        for (int left = deferred.size(); left > 0; left--) {
            deferred.remove().run();
        }
        return !deferred.isEmpty();
    }

    /**
     * Makes a process.
     *
     * @param limits of this process; the totals are the machine's own
     */
    public UserProcess spawn(Credentials credentials, String name, KernelLimits limits) {
        lastPid++;
        UserProcess process = new UserProcess(this, ioSpace, traps, lastPid, credentials, name, limits);
        processes.put(lastPid, process);
        int actor = trace.actor();
        trace.actor(lastPid);
        trace.note(
                TraceKind.PROCESS,
                0,
                "process %d begins: %s uid %s"
                        .formatted(lastPid, Escaped.of(name), Integer.toUnsignedString(credentials.uid())));
        trace.actor(actor);
        return process;
    }

    public SystemCalls systemCalls() {
        return systemCalls;
    }

    /** Those that have not ended, oldest first. */
    public Collection<UserProcess> processes() {
        return Collections.unmodifiableCollection(processes.values());
    }

    /** Null when there is none, or it has ended. */
    public UserProcess process(int pid) {
        return processes.get(pid);
    }

    public List<DriverEntry> drivers() {
        return boot.deviceSwitch.entries();
    }

    /** How many descriptors there are, over all processes, of devices with these major numbers. */
    public long descriptors(IntPredicate major) {
        return processes.values().stream()
                .mapToLong(process -> process.descriptors().count(major))
                .sum();
    }

    /** Every mapping of every process, as far as it has pages. */
    public List<MappingEntry> mappings() {
        List<MappingEntry> entries = new ArrayList<>();
        for (UserProcess process : processes.values()) {
            for (Pregion pregion : process.addressSpace().pregions()) {
                for (Extent extent : pregion.extents()) {
                    entries.add(entry(process, pregion, extent));
                }
            }
        }
        return entries;
    }

    private static MappingEntry entry(UserProcess process, Pregion pregion, Extent extent) {
        boolean isOpen = process.descriptors().has(pregion);
        return new MappingEntry(
                pregion.address() + extent.offset(),
                extent.physical(),
                extent.length(),
                process.pid(),
                Integer.toUnsignedLong(process.credentials().uid()),
                Integer.toUnsignedLong(pregion.devices().iterator().next().dev()),
                isOpen ? 1 : 0,
                process.name());
    }

    /** Every way in which an address leads somewhere now. */
    public Roads roads() {
        return new Roads(this);
    }

    /** The machine's table of I/O space that is mapped: drivers register their own mappings here (rule 14). */
    public LiveMappings liveMappings() {
        return boot.liveMappings;
    }

    /**
     * Takes a device away: its descriptors answer ENXIO, its mappings are no more, and nobody opens it before the next
     * boot (AU-3).
     */
    public void removeDevice(DeviceNumber device) {
        trace.note(TraceKind.MACHINE, 0, "device %s was removed".formatted(device));
        boot.deviceSwitch.remove(device);
        List.copyOf(processes.values())
                .forEach(process -> actingAs(process, () -> process.removeDevices(device::equals)));
    }

    /** Physical pages that processes have mapped are given back: whoever accesses them from now on gets SIGBUS. */
    public void zap(long physical, long length) {
        processes.values().forEach(process -> process.zap(physical, length, pregion -> true));
    }

    /** A driver has claimed addresses for itself: /dev/mem shows them no more, if it is strict. */
    public void revoke(long physical, long length) {
        processes
                .values()
                .forEach(process -> process.zap(
                        physical, length, pregion -> pregion.mapper().isRevocable()));
    }

    /** The listener resets the machine, which has stopped: no process is left. */
    public void onMachineCheck(Consumer<CrashDump> listener) {
        machineChecks.add(listener);
    }

    /** Null when there was no machine check. */
    public CrashDump lastCrash() {
        return lastCrash;
    }

    /** Keeps a dump and stops the machine: rule 22. */
    MachineCheckException machineCheck(FailedAccess access, String module, String cause) {
        long number = lastCrash == null ? 1 : lastCrash.number() + 1;
        trace.note(TraceKind.MACHINE, access.physical(), "HPMC %d: %s".formatted(number, cause));
        long timeNanos = trace.read(trace.end() - 1).timeNanos();
        String text = new DumpWriter(trace).write(number, access, module, cause);
        lastCrash = new CrashDump(number, timeNanos, text);
        endProcesses("machine check");
        machineChecks.forEach(listener -> listener.accept(lastCrash));
        return new MachineCheckException(access, module, cause, lastCrash);
    }

    private void endProcesses(String reason) {
        List.copyOf(processes.values()).forEach(process -> process.exit(reason));
    }

    void forget(UserProcess process) {
        processes.remove(process.pid());
    }

    /** @throws SystemCallException ENOSPC when the machine's table of mappings is full: rule 25 */
    void takeWindow() {
        requireWindow(ENOSPC, 25);
        windows++;
    }

    /** @throws SystemCallException {@code errno} when the machine's table of mappings is full */
    void requireWindow(Errno errno, int rule) {
        int most = boot.configuration.limits().totalWindows();
        if (windows >= most) {
            throw new SystemCallException(
                    errno, rule, "the machine has %d mappings".formatted(most), Limit.TOTAL_WINDOWS);
        }
    }

    void returnWindow() {
        windows--;
    }

    /** Who has claimed what of physical address space. */
    public MemoryRegions memoryRegions() {
        return boot.regions;
    }

    public KernelAddresses kernelAddresses() {
        return boot.kernelAddresses;
    }

    public InterruptHolders interruptHolders() {
        return boot.interruptHolders;
    }

    /** The drivers that hold something, by name; not those that the kernel is built with. */
    public Map<String, DriverContext> driverContexts() {
        return Collections.unmodifiableMap(boot.drivers);
    }

    /**
     * A driver begins.
     *
     * @throws SystemCallException EBUSY when there is one of this name
     */
    public void addDriver(String name, DriverContext driver) {
        if (boot.deviceSwitch.major(name) != CharacterDeviceSwitch.NO_MAJOR || boot.drivers.containsKey(name)) {
            throw new SystemCallException(EBUSY, 0, "there is a driver of this name");
        }
        boot.drivers.put(name, driver);
    }

    public void removeDriver(String name) {
        boot.drivers.remove(name);
    }

    /**
     * Registers a row of cdevsw.
     *
     * @param major 0 for a free one
     * @throws SystemCallException EBUSY when it is taken; EINVAL when no driver can have it
     */
    public int registerDriver(int major, CharacterDriver driver) {
        return boot.deviceSwitch.add(major, driver);
    }

    /**
     * Takes a row of cdevsw away: files that are open answer ENXIO, mappings through them are no more.
     *
     * @param why calls fail that sleep, or would
     */
    public void unregisterDriver(int major, SystemCallException why) {
        CharacterDriver driver = boot.deviceSwitch.remove(major);
        List.copyOf(processes.values())
                .forEach(process -> actingAs(process, () -> process.removeDevices(device -> device.major() == major)));
        driver.sleepers().close(why);
    }

    /** Makes a special file of root. */
    public void createNode(String path, int mode, DeviceNumber device) {
        boot.files.mknod(Boot.ROOT, path, Inode.S_IFCHR | mode, device);
    }

    /** Takes away a special file, if it still is of this device. */
    public void removeNode(String path, int device) {
        try {
            if (boot.files.find(Boot.ROOT, path).device().dev() == device) {
                boot.files.unlink(Boot.ROOT, path);
            }
        } catch (SystemCallException e) {
            // Somebody has taken it away already.
        }
    }

    /** Calls that sleep in a driver try again. */
    public void wake(CharacterDriver driver) {
        driver.sleepers().wakeUp();
    }

    /** A line of the trace by a driver: printk. */
    public void note(String text) {
        trace.note(TraceKind.MACHINE, 0, Escaped.sentence(text));
    }

    /** The process whose call is carried out. */
    public UserProcess current() {
        return current;
    }

    void current(UserProcess process) {
        current = process;
    }

    /** Something is done for a process at a time that is not its own. */
    public void actingAs(UserProcess process, Runnable task) {
        int actor = trace.actor();
        UserProcess before = current;
        trace.actor(process.pid());
        current = process;
        try {
            task.run();
        } finally {
            trace.actor(actor);
            current = before;
        }
    }

    public Hardware hardware() {
        return hardware;
    }

    public Timer timer() {
        return timer;
    }

    public IoSpace ioSpace() {
        return ioSpace;
    }

    Map<String, Supplier<Driver>> loadable() {
        return loadable;
    }

    public Trace trace() {
        return trace;
    }

    FileSystem files() {
        return boot.files;
    }

    public PageFrames pageFrames() {
        return boot.frames;
    }

    CharacterDeviceSwitch deviceSwitch() {
        return boot.deviceSwitch;
    }

    OpenFileTable openFiles() {
        return boot.openFiles;
    }
}
