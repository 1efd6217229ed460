package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricPoint;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** A value that every trainer reports. */
enum Metric {
  LEARNING_RATE("learningRate", "learning_rate", MetricPoint::learningRate),
  TRAIN_LOSS("trainLoss", "train_loss", MetricPoint::trainLoss),
  IMAGES_PER_SECOND("imagesPerSecond", "images_per_second", MetricPoint::imagesPerSecond),
  REMAINING_SECONDS("remainingSeconds", "remaining_seconds", MetricPoint::remainingSeconds),
  REMAINING_SECONDS_LOW(
      "remainingSecondsLow", "remaining_seconds_low", MetricPoint::remainingSecondsLow),
  REMAINING_SECONDS_HIGH(
      "remainingSecondsHigh", "remaining_seconds_high", MetricPoint::remainingSecondsHigh),
  AVERAGE_PRECISION("averagePrecision", "average_precision", MetricPoint::averagePrecision),
  ACCURACY("accuracy", "accuracy", MetricPoint::accuracy),
  TEST_LOSS("testLoss", "test_loss", MetricPoint::testLoss);

  private final String jsonName;
  private final String column;
  private final Function<MetricPoint, Double> value;

  Metric(String jsonName, String column, Function<MetricPoint, Double> value) {
    this.jsonName = jsonName;
    this.column = column;
    this.value = value;
  }

  /** As in events and in the API. */
  String jsonName() {
    return jsonName;
  }

  /** Whether it is measured on the test set, now and then only. */
  boolean isOfEvaluation() {
    return switch (this) {
      case AVERAGE_PRECISION, ACCURACY, TEST_LOSS -> true;
      case LEARNING_RATE,
          TRAIN_LOSS,
          IMAGES_PER_SECOND,
          REMAINING_SECONDS,
          REMAINING_SECONDS_LOW,
          REMAINING_SECONDS_HIGH ->
          false;
    };
  }

  /** As in the table of points. */
  String column() {
    return column;
  }

  /**
   * The value at a point; null where it was not measured or is no number, which a chart cannot show
   * and JSON cannot carry.
   */
  Double of(MetricPoint point) {
    var measured = value.apply(point);
    return measured != null && Double.isFinite(measured) ? measured : null;
  }

  static Optional<Metric> named(String jsonName) {
    return Arrays.stream(values()).filter(metric -> metric.jsonName.equals(jsonName)).findFirst();
  }
}
