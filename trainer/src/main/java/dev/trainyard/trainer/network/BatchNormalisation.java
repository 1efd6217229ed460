package dev.trainyard.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Batch normalisation over channels with PyTorch's names, ε 1e-5 and momentum 0.1 (which DJL counts
 * from the other end, as 0.9).
 */
final class BatchNormalisation extends AbstractBlock {
  static final String BATCHES_TRACKED = "num_batches_tracked";

  // With axis -1 the engine calls PyTorch directly, and PyTorch always normalises over axis 1;
  // with axis 1 it would swap axes to and fro and need a manager of its own.
  private static final int ENGINE_AXIS = -1;
  private static final float MOMENTUM = 0.9f;
  private static final float EPSILON = 1e-5f;

  private final Parameter weight;
  private final Parameter bias;
  private final Parameter runningMean;
  private final Parameter runningVariance;
  private long batchesTracked;

  BatchNormalisation(int channels) {
    weight = add("weight", Parameter.Type.GAMMA, channels, true);
    bias = add("bias", Parameter.Type.BETA, channels, true);
    runningMean = add("running_mean", Parameter.Type.RUNNING_MEAN, channels, false);
    runningVariance = add("running_var", Parameter.Type.RUNNING_VAR, channels, false);
  }

  private Parameter add(String name, Parameter.Type type, int channels, boolean trained) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optShape(new Shape(channels))
            .optRequiresGrad(trained)
            .build());
  }

  NDArray apply(NDArray input, boolean training) {
    if (training) {
      batchesTracked++;
    }
    return BatchNorm.batchNorm(
            input,
            runningMean.getArray(),
            runningVariance.getArray(),
            weight.getArray(),
            bias.getArray(),
            ENGINE_AXIS,
            MOMENTUM,
            EPSILON,
            training)
        .singletonOrThrow();
  }

  long batchesTracked() {
    return batchesTracked;
  }

  void setBatchesTracked(long batches) {
    batchesTracked = batches;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(inputs.singletonOrThrow(), training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0]};
  }
}
