package org.iomap.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.iomap.client.ConnectionLostException;
import org.iomap.client.DeadlineException;
import org.iomap.client.ErrnoException;
import org.iomap.client.IomapException;
import org.iomap.client.ProtocolFailedException;
import org.iomap.client.RefusedException;
import org.iomap.client.SignalException;
import org.iomap.driver.DriverException;
import org.iomap.protocol.FailureDetail;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line what went wrong, and with which exit status the command ends. Never a stack trace. */
public final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** Exit status: the service said no, with an errno or a signal; or a file of this system could not be used. */
    public static final int FAILED = 1;
    /** Exit status: wrong use. */
    public static final int USAGE = 2;
    /** Exit status: no service, or its connection broke. */
    public static final int NO_SERVICE = 3;
    /** Exit status: no answer before the deadline. */
    public static final int DEADLINE = 4;
    /** Exit status: a defect of this command, EX_SOFTWARE of sysexits.h. */
    public static final int DEFECT = 70;

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine verb = failure.getCommandLine();
        print(verb, failure.getMessage());
        verb.getErr().println("Try `" + verb.getCommandSpec().qualifiedName() + " --help'.");
        verb.getErr().flush();
        return USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine verb, ParseResult arguments) {
        print(verb, text(failure));
        return status(failure);
    }

    private static void print(CommandLine verb, String text) {
        verb.getOut().flush();
        PrintWriter err = verb.getErr();
        err.println("iomap: " + text);
        err.flush();
    }

    /** The exit status for a failure. */
    public static int status(Throwable failure) {
        if (failure instanceof UsageException || failure instanceof ParameterException) {
            return USAGE;
        }
        if (failure instanceof CannotConnectException || failure instanceof ConnectionLostException) {
            return NO_SERVICE;
        }
        if (failure instanceof DeadlineException) {
            return DEADLINE;
        }
        boolean isRefusal = failure instanceof IomapException || failure instanceof DriverException;
        return isRefusal || failure instanceof IOException ? FAILED : DEFECT;
    }

    /** What a person reads after {@code iomap: }. */
    public static String text(Throwable failure) {
        if (failure instanceof CannotConnectException) {
            return failure.getMessage() + "\niomap: is it running? Start it with: java -jar emulator/target/iomapd.jar";
        }
        if (failure instanceof IomapException refused) {
            return join(headline(refused), refused.detail());
        }
        if (status(failure) == DEFECT) {
            return "internal error: " + failure;
        }
        return failure instanceof IOException file ? fileText(file) : failure.getMessage();
    }

    private static String headline(IomapException failure) {
        if (failure instanceof ErrnoException errno) {
            return errno.errno() == null
                    ? "errno " + errno.number()
                    : errno.errno().name();
        }
        if (failure instanceof SignalException signal) {
            Object what = signal.signal() == null ? signal.busCode() : signal.signal();
            return "%s at 0x%08x".formatted(what, signal.address());
        }
        if (failure instanceof RefusedException refused) {
            return "refused: " + refused.code() + (refused.limit() == null ? "" : " " + refused.limit());
        }
        if (failure instanceof ProtocolFailedException protocol) {
            return "protocol: " + protocol.code();
        }
        return failure instanceof DeadlineException ? "no answer before the deadline" : "the connection was lost";
    }

    private static String join(String headline, FailureDetail detail) {
        String text = detail.text().replaceFirst("^at address 0x%x: ".formatted(detail.address()), "");
        boolean namesRule = detail.rule() == 0 || text.startsWith("rule ");
        return Stream.of(headline, namesRule ? "" : "rule " + detail.rule(), text)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
    }

    private static String fileText(IOException failure) {
        return failure instanceof NoSuchFileException
                ? failure.getMessage() + ": no such file or directory"
                : failure.getMessage();
    }
}
