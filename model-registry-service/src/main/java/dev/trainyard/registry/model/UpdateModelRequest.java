package dev.trainyard.registry.model;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What may be changed in a model.
 *
 * @param description free text; null for none
 * @param tags free tags, compared exactly; null leaves those that there are
 */
@Schema(description = "What may be changed in a model.")
public record UpdateModelRequest(
    @Size(max = 2000) @Schema(examples = "In production since November.") String description,
    @Size(max = 50) @Schema(
            description = "Absent: the tags stay. Empty: none.",
            examples = "[\"post\", \"site:lyon\"]")
        List<
                @NotNull @Pattern(
                    regexp = "[\\p{L}\\p{M}\\p{N}_.:/-]{1,100}",
                    message =
                        "must have 1 to 100 characters: letters and digits of any script,"
                            + " _ . - / :")
                String>
            tags) {

  public UpdateModelRequest {
    // Not copyOf: a null within is to be refused by name.
    tags = tags == null ? null : Collections.unmodifiableList(new ArrayList<>(tags));
  }
}
