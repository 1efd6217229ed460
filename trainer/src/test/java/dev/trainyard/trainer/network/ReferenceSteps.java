package dev.trainyard.trainer.network;

import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.Tensor;
import java.util.Map;

/**
 * A few training steps that PyTorch can repeat: random starting weights, images from a formula, and
 * a learning rate that changes; the gradients are steep enough to be clipped.
 */
public final class ReferenceSteps {
  /**
   * Largest difference allowed: the order of summation differs, from processor to processor, too,
   * and steps amplify it.
   */
  public static final double TOLERANCE = 2e-3;

  /** The same as a share of the way that the weights have gone; see {@link #deviation}. */
  public static final double DEVIATION = 0.05;

  /**
   * With four times as much, rounding of the first step moves the last by a twentieth of its way.
   */
  private static final double[] RATES = {0.005, 0.01, 0.005, 0.005};

  private static final int IMAGES = 4;
  private static final int SIZE = 64;
  private static final long[] LABELS = {0, 2, 1, 2};

  /** The same steps by torchvision's network and PyTorch's optimizer, from and to a file. */
  public static final String SCRIPT =
      """
      import sys, torch, torchvision
      source, target, mixed = sys.argv[1], sys.argv[2], sys.argv[3] == 'BFLOAT16'
      network = torchvision.models.resnet18(num_classes=3)
      network.load_state_dict(torch.load(source, weights_only=True), strict=True)
      decayed = [p for p in network.parameters() if p.ndim > 1]
      others = [p for p in network.parameters() if p.ndim == 1]
      optimizer = torch.optim.SGD(
          [{'params': decayed, 'weight_decay': 1e-4}, {'params': others, 'weight_decay': 0}],
          lr=0.1, momentum=0.9)
      images = torch.arange(4 * 3 * 64 * 64, dtype=torch.float64)
      images = torch.sin(images * 0.37 + torch.sin(images * 0.011) * 3).float()
      images = images.reshape(4, 3, 64, 64)
      labels = torch.tensor([0, 2, 1, 2])
      for rate in [0.005, 0.01, 0.005, 0.005]:
          for group in optimizer.param_groups:
              group['lr'] = rate
          optimizer.zero_grad()
          with torch.autocast('cpu', dtype=torch.bfloat16, enabled=mixed):
              loss = torch.nn.functional.cross_entropy(network(images), labels)
          loss.backward()
          norm = torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
          print('loss', loss.item(), 'norm', norm.item())
          optimizer.step()
      torch.save(network.state_dict(), target)
      """;

  private ReferenceSteps() {}

  /** The weights to begin with. */
  public static Weights start() {
    return Weights.random(Architecture.RESNET18, 3, 11);
  }

  /** Takes all steps; gives the state dict after them. */
  public static Map<String, Tensor> run(
      Compute compute, Weights start, MemoryFormat format, Precision precision) {
    try (var classifier = new Classifier(compute.manager(), start, format, precision);
        var optimizer = new MomentumOptimizer(compute.manager(), classifier, Map.of())) {
      for (double rate : RATES) {
        step(compute, optimizer, rate);
      }
      return classifier.stateDict();
    }
  }

  static void step(Compute compute, MomentumOptimizer optimizer, double rate) {
    var pixels = new float[IMAGES * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(i * 0.37 + Math.sin(i * 0.011) * 3);
    }
    try (var scratch = compute.manager().newSubManager()) {
      var images = scratch.create(pixels, new Shape(IMAGES, 3, SIZE, SIZE));
      var result = optimizer.step(images, scratch.create(LABELS), rate);
      System.out.println("loss " + result.getFloat(0) + " norm " + result.getFloat(1));
    }
  }

  /**
   * How far the steps' weights lie from others, as a share of the way they have gone: Euclidean
   * norms over all that is trained.
   */
  public static double deviation(
      Map<String, Tensor> start, Map<String, Tensor> exact, Map<String, Tensor> other) {
    double way = 0;
    double apart = 0;
    for (var tensor : exact.entrySet()) {
      if (tensor.getKey().matches(".*(weight|bias)")) {
        float[] from = start.get(tensor.getKey()).floats();
        float[] to = tensor.getValue().floats();
        float[] instead = other.get(tensor.getKey()).floats();
        for (int i = 0; i < to.length; i++) {
          way += Math.pow(to[i] - from[i], 2);
          apart += Math.pow(instead[i] - to[i], 2);
        }
      }
    }
    return Math.sqrt(apart / way);
  }

  /** Largest difference of two tensors' elements. */
  public static double difference(Tensor one, Tensor other) {
    if (one.type() == Tensor.ElementType.INT64) {
      return Math.abs(one.longValue() - other.longValue());
    }
    float[] these = one.floats();
    float[] those = other.floats();
    double largest = 0;
    for (int i = 0; i < these.length; i++) {
      largest = Math.max(largest, Math.abs(these[i] - those[i]));
    }
    return largest;
  }
}
