package org.iomap.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the service allocates for an access, all layers counted: the growth of a heap that is large enough not to be
 * collected, over the number of accesses.
 */
final class Allocation {
    private static final String GROUP = "allocation in the service";
    private static final Pattern USED = Pattern.compile("def new generation\\s+total \\d+K, used (\\d+)K");
    private static final double BYTES_PER_KIB = 1024;
    /** A client warms up for half of its time. */
    private static final double WITH_WARMING_UP = 1.5;
    /** The virtual machine itself, and who asks it, allocate a megabyte meanwhile: so there must be many accesses. */
    private static final double NOISE = 1;

    private Allocation() {}

    static List<Line> measure(Host host, Effort effort, Pingpong pingpong) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        List<Line> lines = new ArrayList<>();
        if (!Files.isExecutable(jcmd)) {
            return lines;
        }
        List<String> options = List.of("-Xms700m", "-Xmx700m", "-Xmn600m", "-XX:TLABSize=16k", "-XX:-ResizeTLAB");
        try (Peer service = Peer.service(host, "allocation", options, List.of())) {
            for (Work work : List.of(Work.FLIGHT_64, Work.FLIGHT_1024)) {
                List<String> words = work.words(Peer.Kind.IOMAPD);
                pingpong.run(service, Setting.POLLING, effort.warmMillis(), words);
                jcmd(jcmd, service, "GC.run");
                double idle = used(jcmd, service);
                pingpong.run(service, Setting.POLLING, 1, words);
                double before = used(jcmd, service);
                Sample sample = pingpong.run(service, Setting.POLLING, 2 * effort.millis(), words);
                double grown = used(jcmd, service) - before - (before - idle);
                double each = Math.max(0, grown) * BYTES_PER_KIB / (sample.operations() * WITH_WARMING_UP);
                String name = work.flight() + " in flight";
                lines.add(Line.of(GROUP, name, each, "B/access").atMost(NOISE, each, "0"));
            }
        }
        return lines;
    }

    private static double used(Path jcmd, Peer service) throws IOException, InterruptedException {
        String heap = jcmd(jcmd, service, "GC.heap_info");
        Matcher used = USED.matcher(heap);
        if (!used.find()) {
            throw new IOException("no figure in " + heap);
        }
        return Double.parseDouble(used.group(1));
    }

    private static String jcmd(Path jcmd, Peer service, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(service.pid()), command)
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
