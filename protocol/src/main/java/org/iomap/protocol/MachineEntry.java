package org.iomap.protocol;

/** A machine of the service. */
public record MachineEntry(String name, String model) implements Structure {
    static MachineEntry decode(FieldReader in) {
        return new MachineEntry(in.string(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(name).string(model);
    }
}
