package dev.trainyard.trainer.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The residual networks of torchvision, as one table.
 *
 * <p>All have a stem (7×7 convolution, 3×3 pooling), four stages of residual units with 64, 128,
 * 256 and 512 planes, and a linear head.
 */
public enum Architecture {
  RESNET18("resnet18", false, 2, 2, 2, 2),
  RESNET34("resnet34", false, 3, 4, 6, 3),
  RESNET50("resnet50", true, 3, 4, 6, 3);

  private final String id;
  private final boolean bottleneck;
  private final List<Integer> unitsPerStage;

  Architecture(String id, boolean bottleneck, Integer... unitsPerStage) {
    this.id = id;
    this.bottleneck = bottleneck;
    this.unitsPerStage = List.of(unitsPerStage);
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

  boolean bottleneck() {
    return bottleneck;
  }

  List<Integer> unitsPerStage() {
    return unitsPerStage;
  }

  /** Channels that a stage puts out per plane. */
  int expansion() {
    return bottleneck ? 4 : 1;
  }
}
