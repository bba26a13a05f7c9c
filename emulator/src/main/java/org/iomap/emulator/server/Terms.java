package org.iomap.emulator.server;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.iomap.protocol.Feature;
import org.iomap.protocol.FeatureId;
import org.iomap.protocol.Limit;
import org.iomap.protocol.LimitValue;

/** What both sides agreed on in the opening: HS-4, HS-8. */
final class Terms {
    /** A smaller message could not hold every reply. */
    private static final long SMALLEST_MESSAGE = 4096;

    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private final Map<Limit, Long> limits = new EnumMap<>(Limit.class);

    /**
     * Agrees.
     *
     * @param settings of the machine; what is missing has its default, and its ceiling where a client may ask
     * @param offered feature numbers of the client
     * @param asked what the client asks for, by limit
     */
    Terms(Map<Limit, Long> settings, Collection<Long> offered, Map<Limit, Long> asked) {
        for (long number : offered) {
            Feature feature = Feature.of(number);
            if (feature != null) {
                features.add(feature);
            }
        }
        for (Limit limit : Limit.values()) {
            limits.put(limit, agree(limit, settings.get(limit), asked.get(limit)));
        }
    }

    private static long agree(Limit limit, Long setting, Long asked) {
        if (!limit.isNegotiated()) {
            return setting == null ? limit.defaultValue() : setting;
        }
        long smallest = limit == Limit.MESSAGE_BYTES ? SMALLEST_MESSAGE : 1;
        if (asked != null && asked < smallest) {
            throw RefusedException.limit(limit, asked, smallest);
        }
        long most = setting == null ? limit.ceiling() : setting;
        return Math.min(most, asked == null ? limit.defaultValue() : asked);
    }

    boolean has(Feature feature) {
        return feature == null || features.contains(feature);
    }

    long limit(Limit limit) {
        return limits.get(limit);
    }

    List<FeatureId> featureIds() {
        return features.stream().map(feature -> new FeatureId(feature.number())).toList();
    }

    List<LimitValue> limitValues() {
        return limits.entrySet().stream()
                .map(entry -> new LimitValue(entry.getKey().number(), entry.getValue()))
                .toList();
    }

    /** Throws when {@code value} is past the limit. */
    void check(Limit limit, long value) {
        if (Long.compareUnsigned(value, limit(limit)) > 0) {
            throw RefusedException.limit(limit, value, limit(limit));
        }
    }
}
