package dev.trainyard.process.machine;

import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a machine is to be called from now on.
 *
 * @param name unique, ignoring case
 * @param address host name or IP address
 * @param description free text; absent removes it
 */
@Schema(description = "What a machine is to be called from now on.")
record UpdateMachineRequest(
    @Schema(examples = "gpu-1") @EntityName String name,
    @Schema(examples = "gpu-1.example.org") @MachineAddress String address,
    @Schema(examples = "RTX 4090 in the archive room") @Size(max = 2000) String description) {}
