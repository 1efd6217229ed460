package dev.trainyard.template.template;

import dev.trainyard.kit.naming.OptionalName;
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
public record CloneTemplateRequest(@OptionalName String name, UUID projectId) {}
