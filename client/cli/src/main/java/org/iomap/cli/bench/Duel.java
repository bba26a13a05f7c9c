package org.iomap.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.iomap.cli.bench.Trial.Language;

/** The servers side by side in one setting, asked in turns. */
final class Duel implements AutoCloseable {
    private final Effort effort;
    private final Setting setting;
    private final Pingpong pingpong;
    private final JavaClient java;
    private final Map<Peer.Kind, Peer> peers = new EnumMap<>(Peer.Kind.class);

    /** @param pingpong null where there is none */
    Duel(Host host, Effort effort, Setting setting, Pingpong pingpong, boolean hasQemu) throws IOException {
        this.effort = effort;
        this.setting = setting;
        this.pingpong = pingpong;
        java = JavaClient.start(host, setting);
        try {
            for (Peer.Kind kind : Peer.Kind.values()) {
                boolean needsC = kind == Peer.Kind.C_ECHO || kind == Peer.Kind.QTEST;
                if ((!needsC || pingpong != null) && (kind != Peer.Kind.QTEST || hasQemu)) {
                    peers.put(kind, Peer.start(host, kind, setting, pingpong));
                }
            }
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    /** Every trial once to warm up; then rounds, in which every trial has its turn. */
    void run(Trials results) throws IOException, InterruptedException {
        for (List<Trial> trials : setting == Setting.POLLING ? groups() : List.of(trials(Work.ONE))) {
            for (Trial trial : trials) {
                run(trial, effort.warmMillis());
            }
            for (int round = 0; round < effort.rounds(); round++) {
                for (Trial trial : trials) {
                    results.add(trial, run(trial, effort.millis()));
                }
            }
        }
    }

    /** What is compared is measured side by side. */
    private Collection<List<Trial>> groups() {
        Map<Work, List<Trial>> groups = new EnumMap<>(Work.class);
        for (Work work : Work.values()) {
            groups.computeIfAbsent(work.atAnEcho(), first -> new ArrayList<>()).addAll(trials(work));
        }
        return groups.values();
    }

    private List<Trial> trials(Work work) {
        List<Trial> trials = new ArrayList<>();
        for (Peer.Kind kind : peers.keySet()) {
            if (work != work.atAnEcho() && kind.isEcho()) {
                continue;
            }
            if (pingpong != null) {
                trials.add(new Trial(setting, work, kind, Language.C));
            }
            boolean isForJava = kind == Peer.Kind.IOMAPD ? work != Work.BATCH_1024 : kind == Peer.Kind.NETTY_ECHO;
            if (isForJava) {
                trials.add(new Trial(setting, work, kind, Language.JAVA));
            }
        }
        return trials;
    }

    private Sample run(Trial trial, int millis) throws IOException, InterruptedException {
        Peer peer = peers.get(trial.peer());
        List<String> words = trial.work().words(trial.peer());
        return trial.client() == Language.C
                ? pingpong.run(peer, setting, millis, words)
                : java.run(peer, millis, words);
    }

    @Override
    public void close() {
        java.close();
        peers.values().forEach(Peer::close);
    }
}
