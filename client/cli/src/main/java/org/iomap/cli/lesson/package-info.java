/** Lessons: a page with transcripts for each, and a look at the trace that tells whether somebody did it. */
package org.iomap.cli.lesson;
