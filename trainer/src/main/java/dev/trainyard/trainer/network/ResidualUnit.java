package dev.trainyard.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/**
 * Two (basic) or three (bottleneck) convolutions around which the input is carried, projected if
 * its shape changes. The stride of a bottleneck sits in its 3×3 convolution.
 */
final class ResidualUnit extends AbstractBlock {
  private record Layer(Convolution convolution, BatchNormalisation normalisation) {
    NDArray apply(NDArray input, boolean training) {
      return normalisation.apply(convolution.apply(input), training);
    }
  }

  private final List<Layer> layers = new ArrayList<>();
  private final Projection projection;

  ResidualUnit(int inputs, int planes, int stride, boolean bottleneck) {
    int outputs = bottleneck ? planes * 4 : planes;
    if (bottleneck) {
      addLayer(new Convolution(inputs, planes, 1, 1), planes);
      addLayer(new Convolution(planes, planes, 3, stride), planes);
      addLayer(new Convolution(planes, outputs, 1, 1), outputs);
    } else {
      addLayer(new Convolution(inputs, planes, 3, stride), planes);
      addLayer(new Convolution(planes, outputs, 3, 1), outputs);
    }
    projection =
        stride != 1 || inputs != outputs
            ? addChildBlock("downsample", new Projection(inputs, outputs, stride))
            : null;
  }

  private void addLayer(Convolution convolution, int channels) {
    int number = layers.size() + 1;
    layers.add(
        new Layer(
            addChildBlock("conv" + number, convolution),
            addChildBlock("bn" + number, new BatchNormalisation(channels))));
  }

  NDArray apply(NDArray input, boolean training) {
    NDArray output = input;
    for (int i = 0; i < layers.size(); i++) {
      output = layers.get(i).apply(output, training);
      if (i < layers.size() - 1) {
        output = output.getNDArrayInternal().relu();
      }
    }
    NDArray carried = projection == null ? input : projection.apply(input, training);
    return output.add(carried).getNDArrayInternal().relu();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(inputs.singletonOrThrow(), training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape[] shapes = inputShapes;
    for (var layer : layers) {
      shapes = layer.convolution().getOutputShapes(shapes);
    }
    return shapes;
  }

  /** Brings the carried input to the unit's output shape. */
  private static final class Projection extends AbstractBlock {
    private final Layer layer;

    Projection(int inputs, int outputs, int stride) {
      layer =
          new Layer(
              addChildBlock("0", new Convolution(inputs, outputs, 1, stride)),
              addChildBlock("1", new BatchNormalisation(outputs)));
    }

    NDArray apply(NDArray input, boolean training) {
      return layer.apply(input, training);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      return new NDList(apply(inputs.singletonOrThrow(), training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return layer.convolution().getOutputShapes(inputShapes);
    }
  }
}
