package dev.trainyard.kit.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of every error answer (RFC 9457).
 *
 * @param type names the kind of problem: {@code urn:trainyard:problem:machine-busy}
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what happened here and what to do
 * @param instance the path that was asked for
 * @param violations what is wrong with which field; only for bad requests
 * @param fields what else belongs to this kind of problem, such as the id of what is in the way
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "An error (RFC 9457).")
public record Problem(
    @Schema(examples = "urn:trainyard:problem:not-found") String type,
    @Schema(examples = "Not found") String title,
    @Schema(examples = "404") int status,
    @Schema(examples = "There is no project 0190f5fe-… here.") String detail,
    @Schema(examples = "/api/v1/projects/0190f5fe-…") String instance,
    List<Violation> violations,
    @JsonAnyGetter @Schema(hidden = true) Map<String, Object> fields) {

  /** The media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";
}
