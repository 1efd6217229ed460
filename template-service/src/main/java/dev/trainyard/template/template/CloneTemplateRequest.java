package dev.trainyard.template.template;

import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a copy of a template is to differ.
 *
 * @param name its name; absent: the original's with {@code -copy} and, where that is taken, a
 *     number
 * @param projectId the project to put it into; absent: the original's. In another project it names
 *     no dataset
 */
@Schema(examples = "{\"name\": \"digits-thorough\"}")
public record CloneTemplateRequest(
    @Pattern(
            regexp = EntityName.PATTERN,
            message =
                "must have 1 to 100 characters: letters and digits of any script, hyphen,"
                    + " underscore, dot")
        String name,
    UUID projectId) {}
