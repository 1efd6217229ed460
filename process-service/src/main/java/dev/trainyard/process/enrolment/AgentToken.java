package dev.trainyard.process.enrolment;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an agent shows to the services.
 *
 * @param token a secret
 * @param expiresInSeconds how long it is good
 */
@Schema(examples = "{\"token\":\"eyJhbGciOiJFZERTQSJ9…\",\"expiresInSeconds\":600}")
record AgentToken(String token, long expiresInSeconds) {}
