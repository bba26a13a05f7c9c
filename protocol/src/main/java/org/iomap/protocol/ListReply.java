package org.iomap.protocol;

import java.util.ArrayList;
import java.util.List;

/** A reply that is a list. One that is too long for a message comes as several, all but the last with the flag MORE. */
public sealed interface ListReply<E extends Structure> extends Reply
        permits LimitList,
                Names,
                MachineList,
                DriverList,
                ModuleList,
                RegisterList,
                MappingList,
                FrameBufferList,
                PciDeviceList,
                Explained {
    List<E> entries();

    /** Returns the same reply with other entries. */
    ListReply<E> with(List<E> entries);

    /**
     * Returns this part of a list and the one that follows it as one.
     *
     * @throws ProtocolException if {@code next} is a part of something else
     */
    @SuppressWarnings("unchecked") // a record of the same class has entries of the same class
    default ListReply<E> followedBy(Reply next) {
        if (next.getClass() != getClass() || next.requestId() != requestId()) {
            throw new ProtocolException(ProtocolCode.PAYLOAD, "a list goes on as something else");
        }
        List<E> all = new ArrayList<>(entries());
        all.addAll(((ListReply<E>) next).entries());
        return with(List.copyOf(all));
    }
}
