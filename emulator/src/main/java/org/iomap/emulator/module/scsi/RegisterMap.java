package org.iomap.emulator.module.scsi;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.register.Access;
import org.iomap.emulator.register.Field;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The 64 bytes of registers of the 53C710, at the offsets of its data sheet.
 *
 * <p>The chip is on a big-endian bus of 32 bits: its register n is on the bus at offset n XOR 3, and a register of four
 * bytes is the word at its offset. Source: 53c700.h of Linux (bE) and osiopreg.h of NetBSD (BL0 to BL3), which agree.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
final class RegisterMap {
    static final int SIZE = 0x40;
    static final int SFBR = 0x08;

    private static final int BIG_ENDIAN = 3;
    private static final long ALL = 0xFFFF_FFFFL;
    private static final String SCSI_INTERRUPTS = "PAR RST UDC SGE SEL STO FCMP MA";
    private static final String DMA_INTERRUPTS = "IID WTD SIR SSI ABRT BF";
    private static final String CONTROL_LINES = "IO CD MSG ATN SEL BSY ACK REQ";

    private final RegisterBank words = new RegisterBank(Width.WORD, SIZE).byByteLanes();
    private final RegisterBank bytes = words.narrow(Width.BYTE);

    // spotless:off
    //                           offset name     access reset writable
    final Register scntl0 = row(0x00, "SCNTL0",  RW, 0xC0, 0xFF).bits("TRG AAP EPG EPC WATN START ARB:2");
    final Register scntl1 = row(0x01, "SCNTL1",  RW, 0x00, 0xEF).bits("- - AESP RST CON ESR ADB EXC");
    final Register sdid   = row(0x02, "SDID",    RW, 0x00, 0xFF);
    final Register sien   = row(0x03, "SIEN",    RW, 0x00, 0xFF).bits(SCSI_INTERRUPTS);
    final Register scid   = row(0x04, "SCID",    RW, 0x00, 0xFF);
    final Register sxfer  = row(0x05, "SXFER",   RW, 0x00, 0xFF).bits("MO:4 TP:3 DHP");
    final Register sodl   = row(0x06, "SODL",    RW, 0x00, 0xFF);
    final Register socl   = row(0x07, "SOCL",    RW, 0x00, 0xFF).bits(CONTROL_LINES);
    final Register sfbr   = row(SFBR, "SFBR",    R,  0x00, 0x00);
    final Register sidl   = row(0x09, "SIDL",    R,  0x00, 0x00);
    final Register sbdl   = row(0x0A, "SBDL",    R,  0x00, 0x00);
    final Register sbcl   = row(0x0B, "SBCL",    R,  0x00, 0x00).bits(CONTROL_LINES);
    final Register sscf   = row(0x0B, "SBCL",    W,  0x00, 0x03).bits("SSCF:2");
    final Register dstat  = row(0x0C, "DSTAT",   R,  0x80, 0x00).bits(DMA_INTERRUPTS + " - DFE");
    final Register sstat0 = row(0x0D, "SSTAT0",  R,  0x00, 0x00).bits(SCSI_INTERRUPTS);
    final Register sstat1 = row(0x0E, "SSTAT1",  R,  0x00, 0x00).bits("SDP RST WOA LOA AIP OLF ORF ILF");
    final Register sstat2 = row(0x0F, "SSTAT2",  R,  0x00, 0x00).bits("IO CD MSG SDP FF:4");
    final Register dsa    = word(0x10, "DSA",    RW, ALL);
    final Register ctest0 = row(0x14, "CTEST0",  RW, 0x00, 0x7C).bits("DDIR - ERF HSC EAN GRP BTD");
    final Register ctest1 = row(0x15, "CTEST1",  R,  0xF0, 0x00).bits("FFL:4 FMT:4");
    final Register ctest2 = row(0x16, "CTEST2",  R,  0x21, 0x00).bits("DACK DREQ TEOP DFP SFP SOFF SIGP");
    final Register ctest3 = row(0x17, "CTEST3",  R,  0x00, 0x00).unimplemented();
    final Register ctest4 = row(0x18, "CTEST4",  RW, 0x00, 0xFF).bits("FBL:3 SFWR SLBE SZM ZMOD MUX").unimplemented();
    final Register ctest5 = row(0x19, "CTEST5",  RW, 0x00, 0xFF).bits("DACK DREQ EOP DDIR MASR ROFF BBCK ADCK").unimplemented();
    final Register ctest6 = row(0x1A, "CTEST6",  RW, 0x00, 0xFF).unimplemented();
    final Register ctest7 = row(0x1B, "CTEST7",  RW, 0x00, 0xFF).bits("DIFF TT1 EVP DFP STD SC0 SC1 CDIS");
    final Register temp   = word(0x1C, "TEMP",   RW, ALL);
    final Register dfifo  = row(0x20, "DFIFO",   R,  0x00, 0x00).bits("BO:7");
    final Register istat  = row(0x21, "ISTAT",   RW, 0x00, 0xE0).bits("DIP SIP - CON - SIGP RST ABRT");
    final Register ctest8 = row(0x22, "CTEST8",  RW, 0x20, 0x0F).bits("SM FM CLF FLF V:4");
    final Register lcrc   = row(0x23, "LCRC",    RW, 0x00, 0x00);
    final Register dbc    = word(0x24, "DBC",    RW, ALL).bits("DBC:24 DCMD:8");
    final Register dnad   = word(0x28, "DNAD",   RW, ALL);
    final Register dsp    = word(0x2C, "DSP",    RW, ALL);
    final Register dsps   = word(0x30, "DSPS",   RW, ALL);
    final Register scratch = word(0x34, "SCRATCH", RW, ALL);
    final Register dmode  = row(0x38, "DMODE",   RW, 0x00, 0xFF).bits("MAN U0 FAM PD FC1 FC2 BL:2");
    final Register dien   = row(0x39, "DIEN",    RW, 0x00, 0x3F).bits(DMA_INTERRUPTS);
    final Register dwt    = row(0x3A, "DWT",     RW, 0x00, 0xFF).unimplemented();
    final Register dcntl  = row(0x3B, "DCNTL",   RW, 0x00, 0xFF).bits("COM FA STD LLM SSM EA CF:2");
    final Register adder  = word(0x3C, "ADDER",  R,  0);

    final Flag target             = scntl0.flag("TRG");
    final Flag withAttention      = scntl0.flag("WATN");
    final Flag startSequence      = scntl0.flag("START");
    final Flag assertReset        = scntl1.flag("RST");
    final Flag receiving          = ctest0.flag("DDIR");
    final Flag timeoutDisabled    = ctest7.flag("STD");
    final Flag signalProcess      = istat.flag("SIGP");
    final Flag softwareReset      = istat.flag("RST");
    final Flag abort              = istat.flag("ABRT");
    final Field byteCount         = dbc.field("DBC");
    final Flag manualStart        = dmode.flag("MAN");
    final Flag startDma           = dcntl.flag("STD");
    final Flag singleStep         = dcntl.flag("SSM");
    // spotless:on

    RegisterBank bank() {
        return words;
    }

    /** A SCRIPTS instruction reads a register, by its number in the data sheet. */
    int load(int number) {
        return (int) words.load(number ^ BIG_ENDIAN, Width.BYTE);
    }

    /** A SCRIPTS instruction writes a register; other than the processor it can write SFBR. */
    void store(int number, int value) {
        if (number == SFBR) {
            sfbr.value(value & 0xFF);
        } else {
            words.store(number ^ BIG_ENDIAN, Width.BYTE, value & 0xFF);
        }
    }

    /** Puts a byte count into DBC; DCMD stays. */
    void count(long count) {
        dbc.value((dbc.value() & 0xFF00_0000L) | (count & 0xFF_FFFF));
    }

    private Register row(int number, String name, Access access, long reset, long writable) {
        return bytes.add(number ^ BIG_ENDIAN, name, access, reset, writable);
    }

    private Register word(int number, String name, Access access, long writable) {
        return words.add(number, name, access, 0, writable);
    }
}
