package dev.trainyard.process.enrolment;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whose agent it is from now on.
 *
 * @param machineId the machine
 */
@Schema(examples = "{\"machineId\":\"0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e11\"}")
record EnrolledMachine(UUID machineId) {}
