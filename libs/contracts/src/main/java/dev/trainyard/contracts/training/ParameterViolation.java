package dev.trainyard.contracts.training;

/**
 * One training parameter outside its limits.
 *
 * @param field the parameter's JSON name
 * @param message what is allowed, in words a user can act on
 */
public record ParameterViolation(String field, String message) {}
