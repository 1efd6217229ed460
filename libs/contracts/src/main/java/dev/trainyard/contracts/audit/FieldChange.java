package dev.trainyard.contracts.audit;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A field before and after a change, as text: JSON where it is no plain value, and cut after 500
 * characters.
 *
 * @param field its name
 * @param before absent if it had no value
 * @param after absent if it has none now
 */
public record FieldChange(
    String field, @JsonInclude(NON_NULL) String before, @JsonInclude(NON_NULL) String after) {}
