package dev.trainyard.weights;

import java.util.List;
import java.util.Objects;

/**
 * What {@code config.yaml} says of a base model.
 *
 * @param modelType what models made from it are for, such as {@code classifier}
 * @param architecture the network's graph
 * @param classes names of the classes in the order of the network's outputs; empty if the head
 *     means nothing yet
 * @param input what the network was made for
 * @param weights the {@code .pth} file; null if the configuration does not describe it
 */
public record BaseModelConfiguration(
    String modelType,
    Architecture architecture,
    List<String> classes,
    Input input,
    FileDigest weights) {

  /** The only version of the format. */
  public static final int FORMAT_VERSION = 1;

  /** The only model type there is. */
  public static final String CLASSIFIER = "classifier";

  public BaseModelConfiguration {
    Objects.requireNonNull(modelType, "modelType");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(input, "input");
    classes = List.copyOf(classes);
  }

  /** A classifier without classes, for images as torchvision's networks take them. */
  public static BaseModelConfiguration of(Architecture architecture) {
    return new BaseModelConfiguration(CLASSIFIER, architecture, List.of(), Input.IMAGENET, null);
  }

  BaseModelConfiguration with(FileDigest file) {
    return new BaseModelConfiguration(modelType, architecture, classes, input, file);
  }

  /**
   * What a network takes: a square RGB image, letterboxed on white, samples between 0 and 1, less
   * the mean, divided by the deviation.
   *
   * @param imageSize edge in pixels
   * @param mean of red, green and blue
   * @param standardDeviation of red, green and blue
   */
  public record Input(int imageSize, List<Float> mean, List<Float> standardDeviation) {
    /** What torchvision's networks were trained on. */
    public static final Input IMAGENET =
        new Input(224, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    public Input {
      mean = List.copyOf(mean);
      standardDeviation = List.copyOf(standardDeviation);
    }
  }
}
