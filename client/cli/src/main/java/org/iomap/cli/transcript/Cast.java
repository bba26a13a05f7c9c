package org.iomap.cli.transcript;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.iomap.cli.command.CannotConnectException;
import org.iomap.client.ConnectionLostException;
import org.iomap.client.Connector;
import org.iomap.client.IomapException;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Subscription;
import org.iomap.protocol.EventKind;

/**
 * The processes of a transcript by their names. A process appears when its name is used first, and again when its name
 * is used after its end. {@code root} is uid 0; nobody else is, whoever plays.
 */
final class Cast {
    private static final String ROOT = "root";
    private static final int ORDINARY = 1000;

    private final Supplier<Connector> service;
    private final Map<String, Actor> actors = new LinkedHashMap<>();

    Cast(Supplier<Connector> service) {
        this.service = service;
    }

    /**
     * A process, with the interrupts it subscribed to.
     *
     * @param driver null for an ordinary process
     */
    private record Actor(RemoteProcess process, Map<String, Subscription> subscriptions, PlayedDriver driver) {
        /** It says good-bye. */
        void leave() {
            if (driver == null) {
                process.close();
            } else {
                driver.close();
            }
        }
    }

    /**
     * The process of a name.
     *
     * @param playerIsRoot an ordinary process may not be who the player is
     */
    RemoteProcess process(String name, boolean playerIsRoot) {
        Actor present = actors.get(name);
        if (present != null) {
            return present.process();
        }
        RemoteProcess process = connect(service, name.isEmpty() ? "play" : name, identity(name, playerIsRoot));
        actors.put(name, new Actor(process, new HashMap<>(), null));
        return process;
    }

    void subscribe(String name, String line) {
        Actor actor = actors.get(name);
        actor.subscriptions().put(line, actor.process().subscribe(EventKind.INTERRUPT, line));
    }

    Subscription subscription(String name, String line) throws SyntaxException {
        Actor actor = actors.get(name);
        Subscription subscription = actor == null ? null : actor.subscriptions().get(line);
        if (subscription == null) {
            throw new SyntaxException("the process has not subscribed to '" + line + "'");
        }
        return subscription;
    }

    /** The process, which has appeared, becomes a driver. */
    void becomeDriver(String name, String driverName) {
        Actor actor = actors.get(name);
        PlayedDriver driver = new PlayedDriver(actor.process(), driverName);
        actors.put(name, new Actor(actor.process(), actor.subscriptions(), driver));
    }

    boolean isDriver(String name) {
        return actors.containsKey(name) && actors.get(name).driver() != null;
    }

    PlayedDriver driver(String name) throws SyntaxException {
        if (!isDriver(name)) {
            throw new SyntaxException("the process is no driver; the verb `driver' makes it one");
        }
        return actors.get(name).driver();
    }

    /** The process has ended; its name is free. */
    void forget(String name) {
        actors.remove(name);
    }

    /** Every process has ended. */
    void forgetAll() {
        actors.values().forEach(actor -> actor.process().kill());
        actors.clear();
    }

    /** The processes end, the last that appeared first. */
    void leave() {
        List<Actor> leaving = new ArrayList<>(actors.values());
        Collections.reverse(leaving);
        actors.clear();
        for (Actor actor : leaving) {
            try {
                actor.leave();
            } catch (IomapException gone) {
                actor.process().kill();
            }
        }
    }

    static RemoteProcess connect(Supplier<Connector> service, String name, Integer identity) {
        Connector connector = service.get().name(name);
        if (identity != null) {
            connector.identity(identity, identity);
        }
        try {
            return connector.connect();
        } catch (ConnectionLostException nobodyThere) {
            throw new CannotConnectException("the service", nobodyThere);
        }
    }

    /** Null where the process is who the player is. */
    private static Integer identity(String name, boolean playerIsRoot) {
        if (name.equals(ROOT)) {
            return 0;
        }
        return playerIsRoot ? ORDINARY : null;
    }
}
