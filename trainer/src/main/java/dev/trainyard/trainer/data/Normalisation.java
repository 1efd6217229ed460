package dev.trainyard.trainer.data;

import dev.trainyard.weights.BaseModelConfiguration;
import java.util.List;

/**
 * Mean and standard deviation of the channels, on samples between 0 and 1.
 *
 * @param mean one per channel: red, green, blue
 * @param deviation one per channel
 */
public record Normalisation(List<Float> mean, List<Float> deviation) {
  /** What torchvision's pretrained weights expect. */
  public static final Normalisation IMAGENET =
      new Normalisation(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  /** What a model's configuration says. */
  public static Normalisation of(BaseModelConfiguration.Input input) {
    return new Normalisation(input.mean(), input.standardDeviation());
  }

  public Normalisation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }
}
