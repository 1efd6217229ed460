package dev.trainyard.kit.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param field where, as the client names it: {@code parameters.iterations}
 * @param message what is allowed
 */
public record Violation(String field, String message) {}
