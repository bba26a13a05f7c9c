package org.iomap.emulator.configuration;

/** The token of a machine file, and who presents it. */
public record TokenGrant(Token token, Admission admission) {}
