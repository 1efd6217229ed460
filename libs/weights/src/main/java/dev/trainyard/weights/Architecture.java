package dev.trainyard.weights;

import dev.trainyard.weights.TensorSpecification.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The residual networks of torchvision, as one table: the same graph, the same names, the same
 * shapes.
 *
 * <p>All have a stem (7×7 convolution, 3×3 pooling), four stages of residual units with 64, 128,
 * 256 and 512 planes, and a linear head. A unit is two 3×3 convolutions (basic), or 1×1, 3×3, 1×1
 * with four times as many outputs (bottleneck); its stride sits in its first 3×3 convolution.
 */
public enum Architecture {
  RESNET18("resnet18", false, 2, 2, 2, 2),
  RESNET34("resnet34", false, 3, 4, 6, 3),
  RESNET50("resnet50", true, 3, 4, 6, 3);

  /** Name of the head's weight, (classes, features). */
  public static final String HEAD_WEIGHT = "fc.weight";

  /** Name of the head's bias, (classes). */
  public static final String HEAD_BIAS = "fc.bias";

  private static final int STEM_CHANNELS = 64;

  /**
   * A square convolution without bias, padded by half its kernel, and the batch normalisation after
   * it.
   *
   * @param convolution name of the convolution
   * @param normalisation name of the normalisation
   * @param inputs channels in
   * @param outputs channels out
   * @param kernel edge in pixels
   * @param stride step in pixels
   */
  public record Layer(
      String convolution, String normalisation, int inputs, int outputs, int kernel, int stride) {}

  /**
   * Layers around which the input is carried.
   *
   * @param layers two or three, with a ReLU between them
   * @param projection brings the carried input to the shape of the output; null where it has it
   */
  public record Unit(List<Layer> layers, Layer projection) {
    public Unit {
      layers = List.copyOf(layers);
    }

    private List<Layer> allLayers() {
      var all = new ArrayList<>(layers);
      if (projection != null) {
        all.add(projection);
      }
      return all;
    }
  }

  private final String id;
  private final List<Unit> units;

  Architecture(String id, boolean bottleneck, int... unitsPerStage) {
    this.id = id;
    var all = new ArrayList<Unit>();
    int channels = STEM_CHANNELS;
    for (int stage = 0; stage < unitsPerStage.length; stage++) {
      for (int number = 0; number < unitsPerStage[stage]; number++) {
        String name = "layer%d.%d".formatted(stage + 1, number);
        int stride = stage > 0 && number == 0 ? 2 : 1;
        var unit = unit(name, channels, STEM_CHANNELS << stage, stride, bottleneck);
        all.add(unit);
        channels = outputs(unit);
      }
    }
    this.units = List.copyOf(all);
  }

  private static Unit unit(String name, int inputs, int planes, int stride, boolean bottleneck) {
    var layers = new ArrayList<Layer>();
    if (bottleneck) {
      layers.add(numbered(name, 1, inputs, planes, 1, 1));
      layers.add(numbered(name, 2, planes, planes, 3, stride));
      layers.add(numbered(name, 3, planes, planes * 4, 1, 1));
    } else {
      layers.add(numbered(name, 1, inputs, planes, 3, stride));
      layers.add(numbered(name, 2, planes, planes, 3, 1));
    }
    int outputs = layers.get(layers.size() - 1).outputs();
    boolean sameShape = stride == 1 && inputs == outputs;
    return new Unit(
        layers,
        sameShape
            ? null
            : new Layer(
                name + ".downsample.0", name + ".downsample.1", inputs, outputs, 1, stride));
  }

  private static Layer numbered(
      String unit, int number, int inputs, int outputs, int kernel, int stride) {
    return new Layer(
        unit + ".conv" + number, unit + ".bn" + number, inputs, outputs, kernel, stride);
  }

  private static int outputs(Unit unit) {
    return unit.layers().get(unit.layers().size() - 1).outputs();
  }

  /** The architecture with this id, such as {@code resnet18}. */
  public static Optional<Architecture> withId(String id) {
    return Arrays.stream(values()).filter(architecture -> architecture.id.equals(id)).findFirst();
  }

  /** Every id, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(Architecture::id).collect(Collectors.joining(", "));
  }

  /** torchvision's name. */
  public String id() {
    return id;
  }

  /** The first layer; a ReLU and a 3×3 maximum pooling with stride 2 come after it. */
  public Layer stem() {
    return new Layer("conv1", "bn1", 3, STEM_CHANNELS, 7, 2);
  }

  /** The residual units, in order. */
  public List<Unit> units() {
    return units;
  }

  /** Inputs of the head: the channels of the last unit, averaged over the picture. */
  public int features() {
    return outputs(units.get(units.size() - 1));
  }

  /** Every tensor of the state dict, in torchvision's order. */
  public List<TensorSpecification> tensors(int classes) {
    var tensors = new ArrayList<TensorSpecification>();
    add(tensors, stem());
    units.forEach(unit -> unit.allLayers().forEach(layer -> add(tensors, layer)));
    tensors.add(new TensorSpecification(HEAD_WEIGHT, Role.HEAD_WEIGHT, classes, features()));
    tensors.add(new TensorSpecification(HEAD_BIAS, Role.HEAD_BIAS, classes));
    return tensors;
  }

  private static void add(List<TensorSpecification> tensors, Layer layer) {
    tensors.add(
        new TensorSpecification(
            layer.convolution() + ".weight",
            Role.CONVOLUTION,
            layer.outputs(),
            layer.inputs(),
            layer.kernel(),
            layer.kernel()));
    String name = layer.normalisation();
    int channels = layer.outputs();
    tensors.add(new TensorSpecification(name + ".weight", Role.SCALE, channels));
    tensors.add(new TensorSpecification(name + ".bias", Role.SHIFT, channels));
    tensors.add(new TensorSpecification(name + ".running_mean", Role.RUNNING_MEAN, channels));
    tensors.add(new TensorSpecification(name + ".running_var", Role.RUNNING_VARIANCE, channels));
    tensors.add(new TensorSpecification(name + ".num_batches_tracked", Role.BATCHES_TRACKED));
  }
}
