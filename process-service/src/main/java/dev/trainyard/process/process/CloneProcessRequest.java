package dev.trainyard.process.process;

import dev.trainyard.kit.naming.OptionalName;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A process to make of another one: the same template as it was then, the same dataset.
 *
 * @param id its id, so that the request can be sent again without harm; made when absent
 * @param machineId where; the same machine when absent
 * @param name the process's name, also the model's; made from the template's when absent
 * @param queue true starts it as soon as the machine is free, and lets it wait until then
 */
@Schema(description = "A process to make of another one; may be left out.")
record CloneProcessRequest(
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e12") UUID id,
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e11") UUID machineId,
    @Schema(examples = "letters-again") @OptionalName String name,
    @Schema(examples = "false") boolean queue) {}
