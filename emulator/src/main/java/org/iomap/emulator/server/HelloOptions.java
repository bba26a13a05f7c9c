package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.CharsetUtil;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Option;
import org.iomap.protocol.OptionAnswer;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;

/** What the options of a HELLO say: HS-3. An option nobody knows is skipped and answered "unsupported". */
final class HelloOptions {
    private static final int MOST = 16;
    private static final long ACCEPTED = 0;
    private static final long UNSUPPORTED = 1;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final List<OptionAnswer> answers = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final Map<Limit, Long> limits = new EnumMap<>(Limit.class);
    private String machine = "";
    private String processName = "";
    private byte[] token;
    private int[] identity;

    HelloOptions(List<Option> options) {
        if (options.size() > MOST) {
            throw new ProtocolException(
                    ProtocolCode.OPTIONS, "%d options, at most %d are allowed".formatted(options.size(), MOST));
        }
        Set<Long> seen = new HashSet<>();
        for (Option option : options) {
            if (!seen.add(option.id())) {
                throw new ProtocolException(ProtocolCode.OPTIONS, "option %d comes twice".formatted(option.id()));
            }
            OptionId id = OptionId.of(option.id());
            answers.add(new OptionAnswer(option.id(), id == null ? UNSUPPORTED : ACCEPTED));
            if (id != null) {
                take(id, option.value());
            }
        }
    }

    private void take(OptionId id, ByteBuf value) {
        switch (id) {
            case MACHINE -> machine = name(id, value);
            case PROCESS_NAME -> processName = name(id, value);
            case TOKEN -> token = ByteBufUtil.getBytes(value);
            case IDENTITY -> {
                require(id, value.readableBytes() == 8, "is uid and gid, 8 bytes");
                identity = new int[] {value.readInt(), value.readInt()};
            }
            case FEATURES -> {
                require(id, value.readableBytes() % 4 == 0, "is a list of u32");
                while (value.isReadable()) {
                    features.add(value.readUnsignedInt());
                }
            }
            case LIMITS -> {
                require(id, value.readableBytes() % 16 == 0, "is a list of limits, 16 bytes each");
                while (value.isReadable()) {
                    Limit limit = Limit.of(value.readUnsignedInt());
                    require(id, value.readInt() == 0, "has a gap that is not zero");
                    long asked = value.readLong();
                    require(id, asked >= 0, "asks for more than 63 bits");
                    if (limit != null) {
                        limits.put(limit, asked);
                    }
                }
            }
        }
    }

    private static String name(OptionId id, ByteBuf value) {
        String name = value.toString(CharsetUtil.US_ASCII);
        if (!NAME.matcher(name).matches()) {
            throw new ProtocolException(
                    ProtocolCode.NAME,
                    "option %s is not a name: a letter or digit, then up to 63 of letters, digits, '.', '_', '-'"
                            .formatted(id));
        }
        return name;
    }

    private static void require(OptionId id, boolean holds, String rule) {
        if (!holds) {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "option %s %s".formatted(id, rule));
        }
    }

    List<OptionAnswer> answers() {
        return answers;
    }

    List<Long> features() {
        return features;
    }

    Map<Limit, Long> limits() {
        return limits;
    }

    /** Empty for the service's first machine. */
    String machine() {
        return machine;
    }

    String processName() {
        return processName;
    }

    /** Null where none was given. */
    byte[] token() {
        return token;
    }

    /** uid and gid to become; null to stay who the connection is. */
    int[] identity() {
        return identity;
    }
}
