package dev.trainyard.trainer.command;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.trainyard.trainer.data.DatasetFolder.Sample;
import dev.trainyard.trainer.data.ImageCache;
import dev.trainyard.trainer.data.ImagePreparation;
import dev.trainyard.trainer.data.UnreadableImageException;
import dev.trainyard.trainer.network.Classifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Runs a network on images, batch after batch; a batch's images are decoded on all cores. */
final class Predictor {
  private final Model model;
  private final ImagePreparation preparation;
  private final Classifier network;
  private final NDManager manager;
  private final Path scratch;
  private final int batchSize;

  /**
   * @param scratch a folder for images at the network's size
   */
  Predictor(Model model, Classifier network, NDManager manager, Path scratch, int batchSize) {
    this.model = model;
    this.preparation = model.preparation();
    this.network = network;
    this.manager = manager;
    this.scratch = scratch;
    this.batchSize = batchSize;
  }

  /** A class and how probable it is, 0 to 1. */
  record Guess(String name, double probability) {}

  /** An image ready for the network, or the reason why it is none. */
  private record Prepared(Path file, float[] pixels, String refusal) {}

  /**
   * Predicts images, in order.
   *
   * @param show takes each image's classes, the most probable first
   * @param refuse takes each image that cannot be read, and why
   */
  void predict(
      List<Path> files, BiConsumer<Path, List<Guess>> show, BiConsumer<Path, String> refuse)
      throws IOException {
    for (int first = 0; first < files.size(); first += batchSize) {
      var part = files.subList(first, Math.min(first + batchSize, files.size()));
      var prepared = prepare(part);
      var readable = prepared.stream().filter(image -> image.refusal() == null).toList();
      var guesses = readable.isEmpty() ? List.<List<Guess>>of() : run(readable);
      int next = 0;
      for (var image : prepared) {
        if (image.refusal() == null) {
          show.accept(image.file(), guesses.get(next++));
        } else {
          refuse.accept(image.file(), image.refusal());
        }
      }
    }
  }

  private List<Prepared> prepare(List<Path> files) throws IOException {
    var samples = files.stream().map(file -> new Sample(file, 0)).toList();
    var images = ImageCache.open(scratch, "predict", samples, model.imageSize(), () -> {});
    return IntStream.range(0, files.size())
        .parallel()
        .mapToObj(index -> prepare(images, index, files.get(index)))
        .toList();
  }

  private Prepared prepare(ImageCache images, int index, Path file) {
    int values = 3 * model.imageSize() * model.imageSize();
    var samples = new byte[values];
    var pixels = new float[values];
    try {
      images.read(index, samples);
    } catch (UnreadableImageException e) {
      return new Prepared(file, null, reasonOf(e));
    }
    preparation.prepare(samples, pixels);
    return new Prepared(file, pixels, null);
  }

  /** Without the file's name, which whoever shows it knows. */
  private static String reasonOf(UnreadableImageException e) {
    var name = e.file().getFileName() + ": ";
    var message = e.getMessage();
    return message.startsWith(name) ? message.substring(name.length()) : message;
  }

  private List<List<Guess>> run(List<Prepared> images) {
    int size = model.imageSize();
    int values = 3 * size * size;
    var pixels = new float[images.size() * values];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i).pixels(), 0, pixels, i * values, values);
    }
    try (var batch = manager.newSubManager(Device.cpu())) {
      var scores =
          network
              .forward(batch.create(pixels, new Shape(images.size(), 3, size, size)))
              .toFloatArray();
      int classes = model.classes().size();
      var all = new ArrayList<List<Guess>>();
      for (int i = 0; i < images.size(); i++) {
        all.add(guesses(Arrays.copyOfRange(scores, i * classes, (i + 1) * classes)));
      }
      return all;
    }
  }

  private List<Guess> guesses(float[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    var exponentials = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      exponentials[i] = Math.exp(scores[i] - largest);
    }
    double sum = Arrays.stream(exponentials).sum();
    return IntStream.range(0, scores.length)
        .mapToObj(i -> new Guess(model.classes().get(i), exponentials[i] / sum))
        .sorted(Comparator.comparingDouble(Guess::probability).reversed())
        .toList();
  }
}
