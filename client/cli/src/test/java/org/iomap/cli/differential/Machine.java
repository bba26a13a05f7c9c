package org.iomap.cli.differential;

import java.util.List;

/** One of the two machines that are compared. */
interface Machine extends AutoCloseable {
    /**
     * Goes the steps, on the machine as it is when switched on. Time stands still.
     *
     * @return for each step what it loaded; 0 for the others
     */
    List<Long> play(List<Step> steps);

    @Override
    void close();
}
