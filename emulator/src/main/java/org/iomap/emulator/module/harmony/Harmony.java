package org.iomap.emulator.module.harmony;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.Field;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/**
 * Harmony, the audio of LASI, with its CS4215 codec: playback and capture by DMA of 4096 bytes at a time.
 *
 * <p>Source: hardware reference, section 8.1; Linux's sound/parisc/harmony.c and OpenBSD's hppa/gsc/harmony.c. A buffer
 * is read at once when it becomes the current one, and written at once when it is full. New settings count from the
 * next buffer on. The pins of PIO lead nowhere.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class Harmony {
    static final long SILENCE = 0x01F0_0FFF;

    private static final long ALL = 0xFFFF_FFFFL;
    private static final long BUFFERS = ALL & -DmaChannel.BUFFER;
    private static final long CONTROL_MODE = 0x8000_0000L;
    private static final long CODEC_CLOCK_HALF_PERIOD_NANOS = 81;

    private final RegisterBank registers = new RegisterBank(Width.WORD, 0x40);

    // spotless:off
    //                                              offset name      access reset     writable
    private final Register id      = registers.add(0x00, "ID",      R,  0x00140000,  0).bits("-:12 CHI_ID:4 REVISION:8");
    private final Register reset   = registers.add(0x04, "RESET",   W,  0x00000000,  1).bits("RST").afterChange(this::resetCodec);
    private final Register cntl    = registers.add(0x08, "CNTL",    RW, 0x00200048,  0x8003FFFFL).bits("RATE:5 ST FORMAT:2 LOOPBACK:2 ITS OLB AD AC EXPANSION:4 - - CODEC_REVISION:8 -:3 C").live(this::control).afterStore(this::takeSettings);
    private final Register gainctl = registers.add(0x0C, "GAINCTL", RW, SILENCE,     0x0FFFFFFF).bits("RO:6 LO:6 LI:4 RI:4 MA:4 IS SE LE HE").afterStore(this::changeGains);
    private final Register pnxtadd = registers.add(0x10, "PNXTADD", W,  0x00000000,  BUFFERS).afterStore(this::queuePlayback);
    private final Register pcuradd = registers.add(0x14, "PCURADD", R,  0x00000000,  0).live(this::playbackAddress);
    private final Register rnxtadd = registers.add(0x18, "RNXTADD", W,  0x00000000,  BUFFERS).afterStore(this::queueRecording);
    private final Register rcuradd = registers.add(0x1C, "RCURADD", R,  0x00000000,  0).live(this::recordingAddress);
    private final Register dstatus = registers.add(0x20, "DSTATUS", RW, 0x00000202,  0x80000000L).bits("RC RN -:6 PC PN -:21 IE").afterStore(this::updateInterrupt);
    private final Register ov      = registers.add(0x24, "OV",      RW, 0x00000000,  1).bits("OV");
    private final Register pio     = registers.add(0x28, "PIO",     RW, 0x00000000,  2).bits("PI PO");
    private final Register diag    = registers.add(0x3C, "DIAG",    R,  0x00000000,  0).bits("CO").live(this::codecClock);

    private final Flag codecReset      = reset.flag("RST");
    private final Flag controlMode     = cntl.flag("C");
    private final Flag calibrate       = cntl.flag("AC");
    private final Flag lowOutputLevel  = cntl.flag("OLB");
    private final Field loopback       = cntl.field("LOOPBACK");
    private final Field format         = cntl.field("FORMAT");
    private final Flag stereo          = cntl.flag("ST");
    private final Field rate           = cntl.field("RATE");
    private final Flag recordActive    = dstatus.flag("RC");
    private final Flag recordNextEmpty = dstatus.flag("RN");
    private final Flag playActive      = dstatus.flag("PC");
    private final Flag playNextEmpty   = dstatus.flag("PN");
    private final Flag interruptEnable = dstatus.flag("IE");
    // spotless:on

    private final Clock clock;
    private final Trace trace;
    private final InterruptLine interrupt;
    private final Codec codec;
    private final DmaChannel playback;
    private final DmaChannel recording;

    /**
     * @param input what is captured
     * @param output what takes what is played
     */
    public Harmony(Clock clock, Dma bus, InterruptLine interrupt, Trace trace, AudioInput input, AudioOutput output) {
        this.clock = clock;
        this.trace = trace;
        this.interrupt = interrupt;
        codec = new Codec(clock, input);
        Playback played = new Playback(bus, codec, output);
        Recording recorded = new Recording(bus, codec, played, ov.flag("OV"));
        playback = new DmaChannel(
                clock, codec, pnxtadd, pcuradd, playNextEmpty, playActive, played, this::updateInterrupt);
        recording = new DmaChannel(
                clock, codec, rnxtadd, rcuradd, recordNextEmpty, recordActive, recorded, this::updateInterrupt);
    }

    public RegisterBank registers() {
        return registers;
    }

    public void reset() {
        playback.reset();
        recording.reset();
        registers.reset();
        codec.reset();
        updateInterrupt();
    }

    private void resetCodec(long changed) {
        if (!codecReset.in(changed)) {
            return;
        }
        if (codecReset.isSet()) {
            playback.stop();
            recording.stop();
            codec.hold();
        } else {
            if (!codec.release()) {
                rule("the codec was in reset for less than 50 ms");
            }
            startQueued();
        }
        updateInterrupt();
    }

    private long control() {
        return codec.isBusy() ? cntl.value() | CONTROL_MODE : cntl.value();
    }

    /** Without C the bits are kept, and the codec is not told of them. */
    private void takeSettings() {
        if (!controlMode.isSet()) {
            return;
        }
        controlMode.set(false);
        SampleRate newRate = SampleRate.ofCode(rate.value());
        if (newRate == null) {
            rule("CNTL has a rate that the codec does not have; it keeps the one before");
            newRate = codec.settings().rate();
        }
        Settings settings = new Settings(
                newRate,
                SampleFormat.ofCode(format.value()),
                stereo.isSet(),
                Loopback.ofCode(loopback.value()),
                lowOutputLevel.isSet());
        codec.take(settings, calibrate.isSet());
    }

    private void changeGains() {
        playback.catchUp();
        recording.catchUp();
        codec.gains(Gains.of(gainctl.value()));
    }

    private void queuePlayback() {
        startInput();
        playback.queue();
    }

    private void queueRecording() {
        startInput();
        recording.queue();
    }

    private void startQueued() {
        startInput();
        playback.startQueued();
        recording.startQueued();
    }

    /** Nothing was converted: what is connected to the inputs begins now. */
    private void startInput() {
        if (!playback.isActive() && !recording.isActive()) {
            codec.startInput(Math.max(clock.now(), codec.readyAt()));
        }
    }

    private long playbackAddress() {
        return playback.currentAddress();
    }

    private long recordingAddress() {
        return recording.currentAddress();
    }

    private long codecClock() {
        return codec.isHeld() ? 0 : clock.now() / CODEC_CLOCK_HALF_PERIOD_NANOS & 1;
    }

    private void updateInterrupt() {
        interrupt.set(interruptEnable.isSet() && (playNextEmpty.isSet() || recordNextEmpty.isSet()));
    }

    private void rule(String text) {
        trace.note(TraceKind.RULE, 0, "harmony: " + text);
    }
}
