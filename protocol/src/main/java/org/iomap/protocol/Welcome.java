package org.iomap.protocol;

import java.util.List;

/**
 * The opening is complete.
 *
 * @param minor the minor version chosen
 * @param pid the process id of this connection
 * @param rights bits of {@link Right}
 * @param server name and version
 * @param options one for each option, in order
 * @param features those both sides have
 * @param limits those in force
 */
public record Welcome(
        long requestId,
        long connectionId,
        long minor,
        long pid,
        long uid,
        long gid,
        long rights,
        String server,
        String machine,
        List<OptionAnswer> options,
        List<FeatureId> features,
        List<LimitValue> limits)
        implements Reply {
    static Welcome decode(long requestId, FieldReader in) {
        return new Welcome(
                requestId,
                in.u64(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.string(),
                in.string(),
                in.list(OptionAnswer::decode),
                in.list(FeatureId::decode),
                in.list(LimitValue::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(connectionId)
                .u32(minor)
                .u32(pid)
                .u32(uid)
                .u32(gid)
                .u32(rights)
                .string(server)
                .string(machine)
                .list(options)
                .list(features)
                .list(limits);
    }

    @Override
    public Opcode opcode() {
        return Opcode.HELLO;
    }
}
