package dev.trainyard.process.enrolment;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An agent proves who it is.
 *
 * @param assertion a JSON Web Token, signed with its key (EdDSA): {@code sub} is the machine,
 *     {@code aud} is {@code trainyard-agents}, {@code exp} at most 5 minutes away, {@code jti} new
 */
@Schema(examples = "{\"assertion\":\"eyJhbGciOiJFZERTQSJ9…\"}")
record TokenRequest(@NotNull @Size(max = 4_000) String assertion) {}
