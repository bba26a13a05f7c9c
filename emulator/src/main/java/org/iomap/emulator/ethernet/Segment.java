package org.iomap.emulator.ethernet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cable: what one station sends, all the others get. There are no collisions. Any thread may use it. */
public final class Segment {
    private final List<Station> stations = new CopyOnWriteArrayList<>();

    /** @param bell rung, on the sender's thread, whenever a frame is left for this station */
    public Station join(Runnable bell) {
        Station station = new Station(this, bell);
        stations.add(station);
        return station;
    }

    void carry(byte[] frame, Station sender) {
        for (Station station : stations) {
            if (station != sender) {
                station.arrive(frame);
            }
        }
    }
}
