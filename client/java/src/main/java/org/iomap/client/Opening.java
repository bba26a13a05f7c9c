package org.iomap.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.iomap.protocol.Feature;
import org.iomap.protocol.Header;
import org.iomap.protocol.Hello;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Option;
import org.iomap.protocol.OptionId;

/** What HELLO says. */
final class Opening {
    private static final int PRIVATE_USE = 0x8000_0000;
    private static final int IMPOSSIBLE_MINOR = 3999;
    private static final int EVERY_SO_MANY = 4;

    private final List<Option> options = new ArrayList<>();
    private final Map<Limit, Long> limits = new EnumMap<>(Limit.class);

    void name(OptionId id, String name) {
        options.add(new Option(id.number(), Unpooled.copiedBuffer(name, StandardCharsets.UTF_8)));
    }

    void token(byte[] token) {
        options.add(new Option(OptionId.TOKEN.number(), Unpooled.copiedBuffer(token)));
    }

    void identity(int uid, int gid) {
        options.add(new Option(OptionId.IDENTITY.number(), Unpooled.copyInt(uid, gid)));
    }

    void limit(Limit limit, long value) {
        limits.put(limit, value);
    }

    Hello hello(long requestId) {
        // HS-5: a tolerance that nobody uses rots. A server must take a feature and a minor version it never heard of.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        boolean strange = random.nextInt(EVERY_SO_MANY) == 0;
        return hello(requestId, strange, random.nextInt());
    }

    Hello hello(long requestId, boolean strange, int nonsense) {
        List<Option> all = new ArrayList<>(options);
        all.add(new Option(OptionId.FEATURES.number(), features(strange, nonsense)));
        if (!limits.isEmpty()) {
            all.add(new Option(OptionId.LIMITS.number(), limits()));
        }
        int highest = strange ? IMPOSSIBLE_MINOR : Header.MINOR;
        return new Hello(requestId, Header.MAGIC, Header.MAJOR, 0, highest, all);
    }

    private static ByteBuf features(boolean strange, int nonsense) {
        ByteBuf value = Unpooled.buffer();
        for (Feature feature : Feature.values()) {
            value.writeInt(feature.number());
        }
        if (strange) {
            value.writeInt(nonsense | PRIVATE_USE);
        }
        return value;
    }

    private ByteBuf limits() {
        ByteBuf value = Unpooled.buffer();
        limits.forEach(
                (limit, most) -> value.writeInt(limit.number()).writeInt(0).writeLong(most));
        return value;
    }
}
