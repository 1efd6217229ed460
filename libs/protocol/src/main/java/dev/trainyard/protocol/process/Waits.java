package dev.trainyard.protocol.process;

import java.time.Duration;

/**
 * How long the process service waits before it repairs.
 *
 * @param command a command that has no effect after so long is sent again
 * @param missing a running process that its machine does not know for so long has failed
 * @param report a report that heartbeats repeat is taken from there when it has not arrived after
 *     so long; until then it is thought to be on its way
 */
public record Waits(Duration command, Duration missing, Duration report) {}
