package dev.trainyard.trainer.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a network does on the test set.
 *
 * @param averagePrecision macro average over the classes that have test images, 0 to 1
 * @param accuracy share of images whose highest score is their class's, 0 to 1
 * @param testLoss mean cross-entropy
 * @param perClass figures of each class, in index order
 * @param confusionMatrix row: true class, column: predicted class
 */
public record Evaluation(
    double averagePrecision,
    double accuracy,
    double testLoss,
    List<ClassFigures> perClass,
    int[][] confusionMatrix) {

  /**
   * Figures of one class. A figure that is not defined (no image of the class, or none predicted)
   * is 0, as in scikit-learn.
   *
   * @param support test images of the class
   */
  public record ClassFigures(
      int support, double precision, double recall, double f1, double averagePrecision) {}

  public Evaluation {
    perClass = List.copyOf(perClass);
  }

  /**
   * Evaluates scores before softmax.
   *
   * @param logits one row per image, one column per class
   * @param labels the true classes
   */
  public static Evaluation of(float[][] logits, int[] labels) {
    int classes = logits[0].length;
    var probabilities = new double[classes][logits.length];
    var confusion = new int[classes][classes];
    double loss = 0;
    for (int image = 0; image < logits.length; image++) {
      double[] softmax = softmax(logits[image]);
      int predicted = 0;
      for (int c = 0; c < classes; c++) {
        probabilities[c][image] = softmax[c];
        predicted = logits[image][c] > logits[image][predicted] ? c : predicted;
      }
      confusion[labels[image]][predicted]++;
      loss -= logSoftmax(logits[image], labels[image]);
    }
    var perClass = new ArrayList<ClassFigures>();
    int correct = 0;
    for (int c = 0; c < classes; c++) {
      correct += confusion[c][c];
      perClass.add(figures(c, confusion, probabilities[c], labels));
    }
    double macro =
        perClass.stream()
            .filter(figures -> figures.support() > 0)
            .mapToDouble(ClassFigures::averagePrecision)
            .average()
            .orElse(0);
    return new Evaluation(
        macro, (double) correct / labels.length, loss / labels.length, perClass, confusion);
  }

  private static ClassFigures figures(int index, int[][] confusion, double[] scores, int[] labels) {
    int support = Arrays.stream(confusion[index]).sum();
    int predicted = Arrays.stream(confusion).mapToInt(row -> row[index]).sum();
    int correct = confusion[index][index];
    double precision = predicted == 0 ? 0 : (double) correct / predicted;
    double recall = support == 0 ? 0 : (double) correct / support;
    double f1 = correct == 0 ? 0 : 2 * precision * recall / (precision + recall);
    var positive = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      positive[i] = labels[i] == index;
    }
    double average = support == 0 ? 0 : AveragePrecision.of(scores, positive);
    return new ClassFigures(support, precision, recall, f1, average);
  }

  private static double[] softmax(float[] logits) {
    double logSum = logSumExp(logits);
    var result = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      result[i] = Math.exp(logits[i] - logSum);
    }
    return result;
  }

  private static double logSoftmax(float[] logits, int index) {
    return logits[index] - logSumExp(logits);
  }

  private static double logSumExp(float[] logits) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      maximum = Math.max(maximum, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - maximum);
    }
    return maximum + Math.log(sum);
  }
}
