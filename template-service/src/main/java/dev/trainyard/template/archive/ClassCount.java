package dev.trainyard.template.archive;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A class (label) of a dataset.
 *
 * @param name the folder's name
 * @param trainImages images to learn from
 * @param testImages images to measure with
 */
@Schema(examples = "{\"name\": \"invoice\", \"trainImages\": 800, \"testImages\": 200}")
public record ClassCount(String name, int trainImages, int testImages) {}
