package org.iomap.emulator.server;

import java.nio.ByteBuffer;
import org.iomap.emulator.kernel.CrashDump;
import org.iomap.emulator.kernel.driver.ModuleDrivers;
import org.iomap.emulator.machine.ClockKind;
import org.iomap.emulator.machine.FrameBufferDescription;
import org.iomap.emulator.machine.Machine;
import org.iomap.emulator.machine.ModuleDescription;
import org.iomap.emulator.register.Access;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.protocol.CrashReport;
import org.iomap.protocol.Done;
import org.iomap.protocol.DriveLine;
import org.iomap.protocol.DriverList;
import org.iomap.protocol.Explain;
import org.iomap.protocol.FieldEntry;
import org.iomap.protocol.FrameBufferEntry;
import org.iomap.protocol.FrameBufferList;
import org.iomap.protocol.Identified;
import org.iomap.protocol.Identify;
import org.iomap.protocol.Limit;
import org.iomap.protocol.MachineList;
import org.iomap.protocol.MappingList;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.ModuleList;
import org.iomap.protocol.Picture;
import org.iomap.protocol.Pointer;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.RegisterList;
import org.iomap.protocol.Registers;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.SetClock;
import org.iomap.protocol.TerminalInput;
import org.iomap.protocol.Time;
import org.iomap.protocol.Width;
import org.iomap.protocol.Written;

/** The requests that look at the machine or operate it, from outside of any process. */
final class MonitorRequests {
    private final Session session;
    private final MachineHost host;

    MonitorRequests(Session session, MachineHost host) {
        this.session = session;
        this.host = host;
    }

    Reply machines(Request request) {
        return new MachineList(request.requestId(), host.allMachines());
    }

    Reply drivers(Request request) {
        return new DriverList(request.requestId(), host.kernel().drivers());
    }

    Reply mappings(Request request) {
        return new MappingList(request.requestId(), host.kernel().mappings());
    }

    Reply modules(Request request) {
        return new ModuleList(
                request.requestId(),
                machine().modules().stream().map(this::entry).toList());
    }

    /** A module that the kernel was not built with a driver for has the one that was loaded, if there is one. */
    private ModuleEntry entry(ModuleDescription module) {
        String driver = module.driver().isEmpty()
                ? new ModuleDrivers(host.kernel()).ofModule(module.name(), module.address(), module.size())
                : module.driver();
        return new ModuleEntry(
                module.address(),
                module.size(),
                module.iodc().type(),
                module.iodc().hversion(),
                module.iodc().sversion(),
                module.name(),
                module.moduleClass(),
                module.hardwarePath(),
                driver,
                module.description());
    }

    Reply identify(Identify request) {
        ByteBuffer iodc = ByteBuffer.wrap(module(request.module()).iodc().bytes());
        return new Identified(request.requestId(), iodc.getLong(), iodc.getLong());
    }

    Reply registers(Registers request) {
        ModuleDescription module = module(request.module());
        return new RegisterList(
                request.requestId(),
                module.registers().stream().map(MonitorRequests::entry).toList());
    }

    private ModuleDescription module(String name) {
        return machine().modules().stream()
                .filter(module -> module.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedException.noSuch("module"));
    }

    static RegisterEntry entry(RegisterAt place) {
        Register register = place.register();
        boolean readable = register.access().isReadable();
        return new RegisterEntry(
                place.address(),
                register.resetValue(),
                register.writable(),
                readable ? register.peek() : 0,
                register.width().bytes(),
                accessNumber(register.access()),
                readable ? 1 : 0,
                register.name(),
                register.fields().stream()
                        .map(field -> new FieldEntry(field.lowestBit(), field.bits(), field.name()))
                        .toList());
    }

    private static int accessNumber(Access access) {
        return switch (access) {
            case R -> 1;
            case W -> 2;
            case RW -> 3;
        };
    }

    Reply frameBuffers(Request request) {
        return new FrameBufferList(
                request.requestId(),
                machine().frameBuffers().stream().map(MonitorRequests::entry).toList());
    }

    private static FrameBufferEntry entry(FrameBufferDescription buffer) {
        return new FrameBufferEntry(
                buffer.physical(),
                buffer.width(),
                buffer.height(),
                buffer.pitch(),
                buffer.format().number(),
                buffer.name());
    }

    /** The pixels are an answer in parts. */
    Reply picture(Picture request) {
        FrameBufferDescription buffer = machine().frameBuffers().stream()
                .filter(there -> there.name().equals(request.frameBuffer()))
                .findFirst()
                .orElseThrow(() -> RefusedException.noSuch("frame buffer"));
        if (request.line() + request.lines() > buffer.height()) {
            throw new ProtocolException(
                    ProtocolCode.PAYLOAD,
                    "%d lines from %d on, of %d".formatted(request.lines(), request.line(), buffer.height()));
        }
        long pixels = request.lines() * buffer.width();
        session.terms().check(Limit.TRANSFER_ELEMENTS, pixels);
        session.terms().check(Limit.BYTES_IN_FLIGHT, pixels * Width.WORD.bytes());
        new PartWriter(session, request, Width.WORD).write(pixels, new Scan(buffer, (int) request.line()));
        return null;
    }

    Reply explain(Explain request) {
        return new Explanation(host).of(request);
    }

    Reply driveLine(DriveLine request) {
        if (request.level() > 1) {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "level %d is not 0 or 1".formatted(request.level()));
        }
        host.line(request.line()).drive(request.level() == 1);
        return new Done(request.requestId(), request.opcode());
    }

    Reply crashDump(Request request) {
        CrashDump dump = host.kernel().lastCrash();
        return dump == null
                ? new CrashReport(request.requestId(), 0, "")
                : new CrashReport(request.requestId(), dump.number(), dump.text());
    }

    Reply terminalInput(TerminalInput request) {
        int taken = host.terminal(request.terminal()).input(request.data().nioBuffer());
        return new Written(request.requestId(), request.opcode(), taken);
    }

    Reply pointer(Pointer request) {
        host.pointer(request.pointer())
                .move((int) request.buttons(), (int) request.dx(), (int) request.dy(), (int) request.dz());
        return new Done(request.requestId(), request.opcode());
    }

    Reply clock(Request request) {
        return time(request);
    }

    Reply setClock(SetClock request) {
        ClockKind kind = switch ((int) request.kind()) {
            case 0 -> machine().clock().kind();
            case 1 -> ClockKind.REAL;
            case 2 -> ClockKind.VIRTUAL;
            default ->
                throw new ProtocolException(
                        ProtocolCode.PAYLOAD, "clock kind %d is not 0, 1 or 2".formatted(request.kind()));
        };
        if (request.advanceNanos() < 0 || (request.advanceNanos() != 0 && kind != ClockKind.VIRTUAL)) {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "only a virtual clock is moved, and only forward");
        }
        machine().clock().kind(kind);
        if (request.advanceNanos() != 0) {
            machine().clock().advance(request.advanceNanos());
        }
        return time(request);
    }

    private Reply time(Request request) {
        long kind = machine().clock().kind().number();
        return new Time(request.requestId(), request.opcode(), machine().clock().now(), kind);
    }

    Reply reset(Request request) {
        host.reset(session);
        return new Done(request.requestId(), request.opcode());
    }

    private Machine machine() {
        return host.machine();
    }
}
