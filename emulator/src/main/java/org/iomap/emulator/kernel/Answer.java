package org.iomap.emulator.kernel;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a call comes to: at once, or later, because a driver outside the service has to be asked. Everything happens on
 * the machine's thread. The first end counts; whatever comes after it has no effect.
 */
public final class Answer<T> {
    private T value;
    private RuntimeException failure;
    private boolean done;
    private Consumer<Answer<T>> listener;
    private Consumer<RuntimeException> abandoned = why -> {};
    private Consumer<RuntimeException> interrupted = this::abandon;

    private Answer() {}

    /** One that is there. */
    public static <T> Answer<T> of(T value) {
        Answer<T> answer = new Answer<>();
        answer.complete(value);
        return answer;
    }

    public static <T> Answer<T> failed(RuntimeException failure) {
        Answer<T> answer = new Answer<>();
        answer.fail(failure);
        return answer;
    }

    /** One that is still to come. */
    public static <T> Answer<T> later() {
        return new Answer<>();
    }

    public boolean isDone() {
        return done;
    }

    /**
     * Returns what is there; a call that failed throws its failure.
     *
     * @throws IllegalStateException if it is still to come
     */
    public T now() {
        if (!done) {
            throw new IllegalStateException("the answer is still to come");
        }
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    /** Null while it is still to come, and when it came to a result. */
    public RuntimeException failure() {
        return failure;
    }

    public void complete(T result) {
        end(result, null);
    }

    public void fail(RuntimeException why) {
        end(null, why);
    }

    /** Nobody waits any more: whoever was asked hears of it, and the call fails. */
    public void abandon(RuntimeException why) {
        if (!done) {
            abandoned.accept(why);
            fail(why);
        }
    }

    /** {@code asked} hears when nobody waits any more, before the call fails. */
    public void onAbandon(Consumer<RuntimeException> asked) {
        abandoned = asked;
    }

    /**
     * Whoever waits would rather not. A call that sleeps fails at once; one that a driver is being asked about ends
     * with its answer, so that nothing is lost that it gives.
     */
    public void interrupt(RuntimeException why) {
        if (!done) {
            interrupted.accept(why);
        }
    }

    /** {@code asked} hears when whoever waits would rather not, instead of the call being abandoned. */
    public void onInterrupt(Consumer<RuntimeException> asked) {
        interrupted = asked;
    }

    /** Tells {@code next} of the end; at once when it is there. */
    public void whenDone(Consumer<Answer<T>> next) {
        if (done) {
            next.accept(this);
        } else {
            listener = listener == null ? next : listener.andThen(next);
        }
    }

    /** Returns what {@code next} makes of the result; a failure stays one. To abandon it is to abandon this one. */
    public <R> Answer<R> then(Function<T, R> next) {
        return thenAnswer(result -> of(next.apply(result)));
    }

    /** As {@link #then}, when the next step may take its time as well. */
    <R> Answer<R> thenAnswer(Function<T, Answer<R>> next) {
        Answer<R> result = new Answer<>();
        result.onAbandon(this::abandon);
        result.onInterrupt(this::interrupt);
        whenDone(mine -> mine.passTo(result, next));
        return result;
    }

    /** Undoes something when the call fails, before anybody hears of it. */
    Answer<T> onFailure(Runnable undo) {
        Answer<T> result = new Answer<>();
        result.onAbandon(this::abandon);
        result.onInterrupt(this::interrupt);
        whenDone(mine -> {
            if (mine.failure != null) {
                undo.run();
            }
            result.end(mine.value, mine.failure);
        });
        return result;
    }

    private <R> void passTo(Answer<R> result, Function<T, Answer<R>> next) {
        if (failure != null) {
            result.fail(failure);
            return;
        }
        try {
            Answer<R> following = next.apply(value);
            result.onAbandon(following::abandon);
            result.onInterrupt(following::interrupt);
            following.whenDone(its -> result.end(its.value, its.failure));
        } catch (RuntimeException e) {
            result.fail(e);
        }
    }

    private void end(T result, RuntimeException why) {
        if (done) {
            return;
        }
        done = true;
        value = result;
        failure = why;
        if (listener != null) {
            listener.accept(this);
        }
    }
}
