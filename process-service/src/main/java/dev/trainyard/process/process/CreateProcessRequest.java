package dev.trainyard.process.process;

import dev.trainyard.kit.naming.OptionalName;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A process to create.
 *
 * @param id its id, so that the request can be sent again without harm; made when absent
 * @param templateId what to train
 * @param machineId where
 * @param name the process's name, also the model's; made from the template's when absent
 * @param datasetId what to train on; the template's or the project's newest when absent
 * @param queue true starts it as soon as the machine is free, and lets it wait until then; it does
 *     not hold the machine meanwhile
 */
@Schema(description = "A process to create.")
record CreateProcessRequest(
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e12") UUID id,
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e10") @NotNull UUID templateId,
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e11") @NotNull UUID machineId,
    @Schema(examples = "letters-nightly") @OptionalName String name,
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e13") UUID datasetId,
    @Schema(examples = "false") boolean queue) {}
