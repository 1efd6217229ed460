package dev.trainyard.registry.prediction;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a model says of an image.
 *
 * @param classes the most probable first
 * @param tookMs from the image's arrival to the answer, in milliseconds
 * @param archiveWasHere whether the model's archive was on the registry's machine already
 */
@Schema(description = "What a model says of an image.")
public record PredictionView(
    @Schema(examples = "019ab1c3-5555-7c33-9d55-0c2f6d1c9a06") UUID modelId,
    List<Score> classes,
    @Schema(examples = "1840") long tookMs,
    @Schema(examples = "true") boolean archiveWasHere) {
  public PredictionView {
    classes = List.copyOf(classes);
  }

  /** A class and how probable it is, from 0 to 1. */
  @Schema(description = "A class and how probable it is.")
  public record Score(
      @Schema(examples = "invoice") String name, @Schema(examples = "0.9731") double score) {}
}
