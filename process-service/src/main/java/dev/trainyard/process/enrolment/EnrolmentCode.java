package dev.trainyard.process.enrolment;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an agent shows to be taken for a machine's, once. It is kept nowhere in this form.
 *
 * @param code a secret
 * @param expiresAt when it is of no use any more
 */
@Schema(
    examples =
        """
        {"code":"5f0c3a7be1d94c0e8a2b6d7f1c3e5a7990b1c2d3","expiresAt":"2026-11-27T05:00:00Z"}""")
record EnrolmentCode(String code, Instant expiresAt) {}
