package org.iomap.cli.command;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.iomap.client.Monitor;
import org.iomap.protocol.FieldEntry;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.RegisterEntry;

/**
 * Register maps as a CMSIS-SVD description, version 1.3 of its schema: a peripheral for each module that has registers.
 */
final class SystemView {
    private static final String[] ACCESS = {"read-only", "read-only", "write-only", "read-write"};
    private static final long PAGE = 0x1000;

    private final XMLStreamWriter xml;
    private int depth;

    private SystemView(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Prints the registers of {@code modules}, which the monitor knows. */
    static void print(PrintWriter out, List<ModuleEntry> modules, Monitor monitor) {
        try {
            SystemView view =
                    new SystemView(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out));
            view.device(modules, monitor);
            out.println();
            out.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private void device(List<ModuleEntry> modules, Monitor monitor) throws XMLStreamException {
        xml.writeStartDocument("utf-8", "1.0");
        open("device");
        xml.writeAttribute("schemaVersion", "1.3");
        element("name", "B160L");
        element("version", "1.0");
        element("description", "I/O space of the emulated HP 9000 B160L");
        open("cpu");
        element("name", "other");
        element("revision", "r0p0");
        element("endian", "big");
        element("mpuPresent", "false");
        element("fpuPresent", "false");
        element("nvicPrioBits", "0");
        element("vendorSystickConfig", "false");
        close();
        element("addressUnitBits", "8");
        element("width", "32");
        open("peripherals");
        for (ModuleEntry module : modules) {
            List<RegisterEntry> registers = monitor.registers(module.name());
            if (!registers.isEmpty()) {
                peripheral(module, registers);
            }
        }
        close();
        close();
    }

    private void peripheral(ModuleEntry module, List<RegisterEntry> registers) throws XMLStreamException {
        long first = registers.stream().mapToLong(RegisterEntry::address).min().orElseThrow() & -PAGE;
        long end = registers.stream()
                .mapToLong(register -> register.address() + register.width())
                .max()
                .orElseThrow();
        open("peripheral");
        element("name", identifier(module.name()));
        element("description", module.description());
        element("baseAddress", hex(first));
        open("addressBlock");
        element("offset", "0x0");
        element("size", hex(end - first));
        element("usage", "registers");
        close();
        open("registers");
        Set<String> names = new HashSet<>();
        Map<Long, String> firstAt = new HashMap<>();
        for (RegisterEntry register : registers) {
            String name = unique(identifier(register.name()), names);
            register(register, name, firstAt.putIfAbsent(register.address(), name), first);
        }
        close();
        close();
    }

    /** @param other another register at the same address, or null */
    private void register(RegisterEntry register, String name, String other, long base) throws XMLStreamException {
        open("register");
        element("name", name);
        if (other != null) {
            element("alternateRegister", other);
        }
        element("addressOffset", hex(register.address() - base));
        element("size", Long.toString(register.width() * Byte.SIZE));
        element("access", ACCESS[(int) register.access() & 3]);
        element("resetValue", hex(register.reset()));
        if (!register.fields().isEmpty()) {
            open("fields");
            for (FieldEntry field : register.fields()) {
                open("field");
                element("name", identifier(field.name()));
                element("bitOffset", Long.toString(field.lowestBit()));
                element("bitWidth", Long.toString(field.bits()));
                close();
            }
            close();
        }
        close();
    }

    private void open(String name) throws XMLStreamException {
        indent();
        xml.writeStartElement(name);
        depth++;
    }

    private void close() throws XMLStreamException {
        depth--;
        indent();
        xml.writeEndElement();
    }

    private void element(String name, String text) throws XMLStreamException {
        indent();
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private void indent() throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    /** What the schema takes as a name. */
    private static String identifier(String name) {
        return name.replaceAll("[^A-Za-z0-9_]", "_");
    }

    private static String unique(String name, Set<String> names) {
        String candidate = name;
        for (int number = 2; !names.add(candidate.toUpperCase(Locale.ROOT)); number++) {
            candidate = name + "_" + number;
        }
        return candidate;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
