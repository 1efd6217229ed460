package dev.trainyard.process.enrolment;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an agent shows to the services.
 *
 * @param token a secret
 * @param expiresInSeconds how long it is good
 * @param messageKey a secret, with which the agent shows that messages are its own
 */
@Schema(
    examples =
        "{\"token\":\"eyJhbGciOiJFZERTQSJ9…\",\"expiresInSeconds\":600,\"messageKey\":\"q83vEjRW…\"}")
record AgentToken(String token, long expiresInSeconds, String messageKey) {}
