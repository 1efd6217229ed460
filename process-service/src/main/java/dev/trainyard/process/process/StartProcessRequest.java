package dev.trainyard.process.process;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How to start a process.
 *
 * @param fromScratch true leaves the last checkpoint aside
 * @param queue true lets the start wait its turn when another process holds the machine
 */
@Schema(description = "How to start a process; may be left out.")
record StartProcessRequest(
    @Schema(examples = "false") boolean fromScratch, @Schema(examples = "false") boolean queue) {
  static final StartProcessRequest PLAIN = new StartProcessRequest(false, false);
}
