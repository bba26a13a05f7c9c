package org.iomap.emulator.ethernet;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The segments of a room full of machines, by name. Machines that name the same one are on one cable. */
public final class Segments {
    private final Map<String, Segment> segments = new ConcurrentHashMap<>();
    private final AtomicInteger stations = new AtomicInteger();

    /** Returns the segment of this name; the first who asks for it lays it. */
    public Segment named(String name) {
        return segments.computeIfAbsent(name, unused -> new Segment());
    }

    /** Returns a number that no other station here has, from 1 on: its address may be made of it. */
    public int nextStation() {
        return stations.incrementAndGet();
    }
}
