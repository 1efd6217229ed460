package dev.trainyard.process.process;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How to start a process.
 *
 * @param fromScratch true leaves the last checkpoint aside
 */
@Schema(description = "How to start a process; may be left out.")
record StartProcessRequest(@Schema(examples = "false") boolean fromScratch) {}
