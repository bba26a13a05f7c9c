package org.iomap.protocol;

/**
 * A group of fields inside a message. It starts at a multiple of 8 and writes its fields in the order of its
 * components.
 */
public sealed interface Structure
        permits Option,
                OptionAnswer,
                FeatureId,
                LimitValue,
                BatchEntry,
                BatchResult,
                Name,
                MachineEntry,
                DriverEntry,
                ModuleEntry,
                RegisterEntry,
                FieldEntry,
                MappingEntry,
                FrameBufferEntry,
                PciDeviceEntry,
                PciResource,
                PageRange,
                PlaceEntry,
                RoadEntry,
                FailureDetail {
    void encode(FieldWriter out);
}
