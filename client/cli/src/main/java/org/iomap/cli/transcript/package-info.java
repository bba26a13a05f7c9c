/**
 * Transcripts: one plain-text form for documentation, tests, lessons and bug reports. TRANSCRIPTS.md describes the
 * language; {@link org.iomap.cli.transcript.Grammar} is its table of verbs.
 */
package org.iomap.cli.transcript;
