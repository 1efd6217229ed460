package dev.trainyard.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * torchvision's ResNet as a DJL block: the same graph, the same names, the same shapes.
 *
 * <p>Not thread-safe: a forward pass in training mode changes the running statistics.
 */
final class ResidualNetwork extends AbstractBlock {
  private static final int STEM_CHANNELS = 64;
  // DJL numbers the children of a block: 01conv1, 02bn1, …
  private static final int CHILD_NUMBER_LENGTH = 2;

  private final Convolution stem;
  private final BatchNormalisation stemNormalisation;
  private final List<ResidualUnit> units = new ArrayList<>();
  private final Head head;
  private final Map<String, Parameter> namedParameters = new LinkedHashMap<>();
  private final Map<String, BatchNormalisation> normalisations = new LinkedHashMap<>();

  ResidualNetwork(Architecture architecture, int classes) {
    stem = addChildBlock("conv1", new Convolution(3, STEM_CHANNELS, 7, 2));
    stemNormalisation = addChildBlock("bn1", new BatchNormalisation(STEM_CHANNELS));
    int channels = STEM_CHANNELS;
    int planes = STEM_CHANNELS;
    for (int stage = 0; stage < architecture.unitsPerStage().size(); stage++) {
      var layer = addChildBlock("layer" + (stage + 1), new Stage());
      for (int unit = 0; unit < architecture.unitsPerStage().get(stage); unit++) {
        int stride = stage > 0 && unit == 0 ? 2 : 1;
        units.add(
            layer.add(unit, new ResidualUnit(channels, planes, stride, architecture.bottleneck())));
        channels = planes * architecture.expansion();
      }
      planes *= 2;
    }
    head = addChildBlock("fc", new Head(channels, classes));
    collect("", this);
  }

  private void collect(String prefix, Block block) {
    for (var parameter : block.getDirectParameters()) {
      namedParameters.put(prefix + parameter.getKey(), parameter.getValue());
    }
    if (block instanceof BatchNormalisation normalisation) {
      normalisations.put(prefix + BatchNormalisation.BATCHES_TRACKED, normalisation);
    }
    for (var child : block.getChildren()) {
      collect(prefix + child.getKey().substring(CHILD_NUMBER_LENGTH) + ".", child.getValue());
    }
  }

  /** Every parameter by torchvision's name, in torchvision's order. */
  Map<String, Parameter> namedParameters() {
    return namedParameters;
  }

  /** Every batch normalisation by the name of its counter of batches. */
  Map<String, BatchNormalisation> normalisations() {
    return normalisations;
  }

  NDArray apply(NDArray images, boolean training) {
    NDArray output = stemNormalisation.apply(stem.apply(images), training);
    output = output.getNDArrayInternal().relu();
    output = Pool.maxPool2d(output, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false);
    for (var unit : units) {
      output = unit.apply(output, training);
    }
    return head.apply(Pool.globalAvgPool2d(output));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(inputs.singletonOrThrow(), training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return head.getOutputShapes(inputShapes);
  }

  /** A sequence of units; exists for its name. */
  private static final class Stage extends AbstractBlock {
    private final List<ResidualUnit> units = new ArrayList<>();

    ResidualUnit add(int number, ResidualUnit unit) {
      units.add(unit);
      return addChildBlock(Integer.toString(number), unit);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      NDArray output = inputs.singletonOrThrow();
      for (var unit : units) {
        output = unit.apply(output, training);
      }
      return new NDList(output);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      Shape[] shapes = inputShapes;
      for (var unit : units) {
        shapes = unit.getOutputShapes(shapes);
      }
      return shapes;
    }
  }
}
