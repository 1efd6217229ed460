package dev.trainyard.process.machine;

import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A machine to register.
 *
 * @param id chosen by the client, so that an agent can be configured first; made up when absent
 * @param name unique, ignoring case
 * @param address host name or IP address
 * @param description free text; may be absent
 */
@Schema(description = "A machine to register.")
record RegisterMachineRequest(
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e11") UUID id,
    @Schema(examples = "gpu-1") @EntityName String name,
    @Schema(examples = "gpu-1.example.org") @MachineAddress String address,
    @Schema(examples = "RTX 4090 in the archive room") @Size(max = 2000) String description) {}
