package dev.trainyard.trainer.network;

import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.Architecture.Layer;
import dev.trainyard.weights.Architecture.Unit;
import java.util.List;

/**
 * Writes the TorchScript program of an architecture: evaluation and one training step.
 *
 * <p>The program holds no weights; every method takes them as lists, in the order of {@link
 * Architecture#tensors}: {@code decayed} (convolutions, then the head's weight), {@code undecayed}
 * (scale and shift of every normalisation, then the head's bias), {@code statistics} (mean and
 * variance of every normalisation).
 *
 * <p>In mixed precision a training step rounds images, convolution weights and all between them to
 * bfloat16. Normalisations sum in 32 bits, head, loss and update are of 32 bits, and evaluation is
 * as ever.
 *
 * <p>The training step is PyTorch's {@code SGD} after {@code clip_grad_norm_}: {@code v = m·v + g +
 * d·p; p -= lr·v}, fused into one pass over the memory.
 */
final class ProgramText {
  /** Fully qualified name of the program's class. */
  static final String CLASS = "Network";

  // PyTorch's numbers of types.
  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;

  private static final String ARRAYS =
      "decayed: List[Tensor], undecayed: List[Tensor], statistics: List[Tensor]";

  private final StringBuilder text = new StringBuilder();
  private final int layout;
  private final boolean mixed;
  private int weights;
  private int normalisations;

  private ProgramText(MemoryFormat format, boolean mixed) {
    this.layout = format.torchNumber();
    this.mixed = mixed;
  }

  /**
   * The program of an architecture.
   *
   * @param format of weights and activations
   * @param mixed true to train in mixed precision
   */
  static String of(
      Architecture architecture, MemoryFormat format, boolean mixed, OptimizerRule rule) {
    var program = new ProgramText(format, mixed);
    program.line("class " + CLASS + "(Module):");
    program.line("  __parameters__ = []");
    program.line("  __buffers__ = []");
    program.line("  training : bool");
    program.arrange();
    program.placed();
    program.features(architecture, false);
    if (mixed) {
      program.features(architecture, true);
    }
    program.evaluate();
    program.trainAll(rule);
    program.trainHead(rule);
    return program.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void method(String name, String arguments) {
    line("  def %s(self: __torch__.%s, %s) -> Tensor:".formatted(name, CLASS, arguments));
  }

  /** Brings a weight into the memory format of the program. */
  private void arrange() {
    method("arrange", "x: Tensor");
    line("    return torch.contiguous(x, memory_format=" + layout + ")");
  }

  /**
   * Images or labels on the device of the weights. What comes from the machine's memory goes there
   * from pinned memory, so that the copy waits for nothing that the device still has to do.
   */
  private void placed() {
    method("placed", "x: Tensor, weight: Tensor");
    line("    if ops.prim.is_cuda(weight):");
    line("      from_memory = torch.__not__(ops.prim.is_cuda(x))");
    line("    else:");
    line("      from_memory = False");
    line("    if from_memory:");
    line("      p = torch.pin_memory(x)");
    line("      y = torch.to(p, ops.prim.device(weight), ops.prim.dtype(x), True)");
    line("    else:");
    line("      y = x");
    line("    return y");
  }

  private static String placed(String array) {
    return "(self).placed(%s, decayed[-1])".formatted(array);
  }

  private void features(Architecture architecture, boolean rounded) {
    weights = 0;
    normalisations = 0;
    method(featuresMethod(rounded), "images: Tensor, " + ARRAYS + ", training: bool");
    line("    i = " + placed("images"));
    line("    a = torch.contiguous(i, memory_format=" + layout + ")");
    line("    x = " + (rounded ? "torch.to(a, " + BFLOAT16 + ")" : "a"));
    line("    stem = torch.relu_(" + normalised(architecture.stem(), "x", rounded) + ")");
    line("    h = torch.max_pool2d(stem, [3, 3], [2, 2], [1, 1], [1, 1], False)");
    String input = "h";
    for (int number = 0; number < architecture.units().size(); number++) {
      input = unit(architecture.units().get(number), input, number, rounded);
    }
    line("    f = torch.flatten(torch.adaptive_avg_pool2d(" + input + ", [1, 1]), 1)");
    line("    return " + (rounded ? "torch.to(f, " + FLOAT32 + ")" : "f"));
  }

  private static String featuresMethod(boolean rounded) {
    return rounded ? "rounded_features" : "features";
  }

  private String unit(Unit unit, String input, int number, boolean rounded) {
    List<Layer> layers = unit.layers();
    String current = input;
    for (int i = 0; i < layers.size(); i++) {
      String normalised = normalised(layers.get(i), current, rounded);
      boolean last = i == layers.size() - 1;
      current = "u%d_%d".formatted(number, i);
      line(
          last
              ? "    %s = %s".formatted(current, normalised)
              : "    %s = torch.relu_(%s)".formatted(current, normalised));
    }
    String carried = input;
    if (unit.projection() != null) {
      carried = "p" + number;
      line("    %s = %s".formatted(carried, normalised(unit.projection(), input, rounded)));
    }
    String output = "h" + number;
    line("    %s = torch.relu_(torch.add_(%s, %s))".formatted(output, current, carried));
    return output;
  }

  private String normalised(Layer layer, String input, boolean rounded) {
    int stride = layer.stride();
    int padding = layer.kernel() / 2;
    String weight = "decayed[%d]".formatted(weights++);
    String convolved =
        "torch.conv2d(%s, %s, None, [%d, %d], [%d, %d], [1, 1], 1)"
            .formatted(
                input,
                rounded ? "torch.to(%s, %d)".formatted(weight, BFLOAT16) : weight,
                stride,
                stride,
                padding,
                padding);
    int at = 2 * normalisations++;
    return "torch.batch_norm(%s, undecayed[%d], undecayed[%d], statistics[%d], statistics[%d], training, 0.1, 1.0e-05, True)"
        .formatted(convolved, at, at + 1, at, at + 1);
  }

  private void evaluate() {
    method("evaluate", "images: Tensor, " + ARRAYS);
    line("    f = (self).features(images, decayed, undecayed, statistics, False)");
    line("    return torch.linear(f, decayed[-1], undecayed[-1])");
  }

  private void trainAll(OptimizerRule rule) {
    method("train_all", stepArguments());
    line("    torch.set_grad_enabled(True)");
    learnedFeatures("True");
    line("    scores = torch.linear(f, decayed[-1], undecayed[-1])");
    line("    loss = torch.cross_entropy_loss(scores, " + placed("labels") + ")");
    gradients("decayed", "undecayed");
    clip(rule);
    // Reading the norm is free on the processor, and mostly saves a pass over the gradients. On a
    // GPU it would wait for the whole backward pass.
    line("    if ops.prim.is_cuda(norm):");
    line("      scale : Optional[Tensor] = clip");
    line("    elif torch.gt(float(clip), 1.0):");
    line("      scale = clip");
    line("    else:");
    line("      scale = None");
    fused(rule, "decayed", rule.weightDecay());
    fused(rule, "undecayed", 0);
    line("    return torch.stack([torch.detach(loss), norm])");
  }

  private void learnedFeatures(String training) {
    line(
        "    f = (self).%s(images, decayed, undecayed, statistics, %s)"
            .formatted(featuresMethod(mixed), training));
  }

  /** A step of the head alone; the rest, with its statistics, stays as it is. */
  private void trainHead(OptimizerRule rule) {
    method("train_head", stepArguments());
    line("    torch.set_grad_enabled(False)");
    learnedFeatures("False");
    line("    torch.set_grad_enabled(True)");
    line("    scores = torch.linear(f, decayed[-1], undecayed[-1])");
    line("    loss = torch.cross_entropy_loss(scores, " + placed("labels") + ")");
    gradients("[decayed[-1]]", "[undecayed[-1]]");
    clip(rule);
    plain(rule.momentum(), "decayed", rule.weightDecay());
    plain(rule.momentum(), "undecayed", 0);
    line("    return torch.stack([torch.detach(loss), norm])");
  }

  // Not the fused update: PyTorch takes it for dead code unless its lists are the method's own
  // arguments.
  private void plain(double momentum, String list, double decay) {
    line("    %s_g = torch.div(%s_gradients[0], clip)".formatted(list, list));
    line("    %s_v = torch.mul_(%s_momentum[-1], %s)".formatted(list, list, momentum));
    line(
        "    %s_a = torch.add_(torch.add_(%s_v, %s_g), %s[-1], alpha=%s)"
            .formatted(list, list, list, list, decay));
    line("    %s_w = torch.sub_(%s[-1], %s_a, alpha=float(rate))".formatted(list, list, list));
  }

  private static String stepArguments() {
    return "images: Tensor, labels: Tensor, rate: Tensor, "
        + ARRAYS
        + ", decayed_momentum: List[Tensor], undecayed_momentum: List[Tensor]";
  }

  /** Gradients in the weights' memory format (the fused update looks at bare memory). */
  private void gradients(String decayed, String undecayed) {
    line(
        "    found = torch.autograd.grad([loss], torch.add(%s, %s))".formatted(decayed, undecayed));
    line("    torch.set_grad_enabled(False)");
    line("    norms = annotate(List[Tensor], [])");
    line("    decayed_gradients = annotate(List[Tensor], [])");
    line("    undecayed_gradients = annotate(List[Tensor], [])");
    line("    for i in range(torch.len(found)):");
    line("      g = found[i]");
    line("      if torch.__isnot__(g, None):");
    line("        g0 = unchecked_cast(Tensor, g)");
    line("        _n = torch.append(norms, torch.linalg_vector_norm(g0))");
    line("        if torch.eq(torch.dim(g0), 4):");
    line(
        "          _d = torch.append(decayed_gradients, torch.contiguous(g0, memory_format="
            + layout
            + "))");
    line("        elif torch.eq(torch.dim(g0), 2):");
    line("          _e = torch.append(decayed_gradients, torch.contiguous(g0))");
    line("        else:");
    line("          _u = torch.append(undecayed_gradients, torch.contiguous(g0))");
    line("      else:");
    line("        pass");
  }

  private void clip(OptimizerRule rule) {
    line("    norm = torch.linalg_vector_norm(torch.stack(norms))");
    line("    clip = torch.clamp_min(torch.div(norm, %s), 1.0)".formatted(rule.maxGradientNorm()));
  }

  private void fused(OptimizerRule rule, String list, double decay) {
    line(
        ("    torch._fused_sgd_(%s, %s_gradients, %s_momentum, weight_decay=%s, momentum=%s,"
                + " lr=float(rate), dampening=0., nesterov=False, maximize=False,"
                + " is_first_step=False, grad_scale=scale, found_inf=None)")
            .formatted(list, list, list, decay, rule.momentum()));
  }
}
