package org.iomap.emulator;

/** The command {@code iomapd}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.out.println("iomapd " + Main.class.getPackage().getImplementationVersion());
    }
}
