package dev.trainyard.process.process;

import jakarta.validation.constraints.PositiveOrZero;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How to start a process.
 *
 * @param fromScratch true leaves the last checkpoint aside
 * @param queue true lets the start wait its turn when another process holds the machine
 * @param attempt the attempt that a new one is to follow, as the client has seen it; nothing is
 *     done for a process that has come further, so that the request can be sent again without harm
 */
@Schema(description = "How to start a process; may be left out.")
record StartProcessRequest(
    @Schema(examples = "false") boolean fromScratch,
    @Schema(examples = "false") boolean queue,
    @Schema(examples = "1") @PositiveOrZero Integer attempt) {
  static final StartProcessRequest PLAIN = new StartProcessRequest(false, false, null);
}
