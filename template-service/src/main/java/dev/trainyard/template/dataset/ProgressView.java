package dev.trainyard.template.dataset;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a check has come, some seconds ago.
 *
 * @param imagesChecked of these
 * @param images in the archive
 */
@Schema(examples = "{\"imagesChecked\": 1200, \"images\": 4000}")
public record ProgressView(int imagesChecked, int images) {}
