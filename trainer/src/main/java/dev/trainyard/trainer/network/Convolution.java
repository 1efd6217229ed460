package dev.trainyard.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A square convolution without bias; its padding keeps the size at stride 1. */
final class Convolution extends AbstractBlock {
  private static final Shape NO_DILATION = new Shape(1, 1);

  private final Parameter weight;
  private final Shape stride;
  private final Shape padding;

  Convolution(int inputs, int outputs, int kernel, int stride) {
    this.stride = new Shape(stride, stride);
    this.padding = new Shape(kernel / 2, kernel / 2);
    this.weight =
        addParameter(
            Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(outputs, inputs, kernel, kernel))
                .build());
  }

  NDArray apply(NDArray input) {
    return Conv2d.conv2d(input, weight.getArray(), null, stride, padding, NO_DILATION, 1)
        .singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(inputs.singletonOrThrow()));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    var input = inputShapes[0];
    var kernel = weight.getShape();
    return new Shape[] {
      new Shape(input.get(0), kernel.get(0), outputSize(input.get(2)), outputSize(input.get(3)))
    };
  }

  private long outputSize(long inputSize) {
    return (inputSize + 2 * padding.get(0) - weight.getShape().get(2)) / stride.get(0) + 1;
  }
}
