package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricPoint;

/**
 * What a curve shows: a metric that every trainer reports, or a value that a training has named
 * itself.
 *
 * @param name as in events and in the API
 */
record Quantity(String name) {

  /**
   * @throws IllegalArgumentException if nothing can have this name
   */
  Quantity {
    if (!isName(name)) {
      throw new IllegalArgumentException("there is no value of the name " + name);
    }
  }

  static Quantity of(Metric metric) {
    return new Quantity(metric.jsonName());
  }

  static boolean isName(String name) {
    return Metric.named(name).isPresent() || MetricPoint.isScalarName(name);
  }

  /** Its value in a row of the table of points; a name has no character with a meaning in SQL. */
  String expression() {
    return Metric.named(name)
        .map(Metric::column)
        .orElse("(scalars ->> '" + name + "')::double precision");
  }

  /** Whether it is measured on the test set, now and then only. */
  boolean isOfEvaluation() {
    return Metric.named(name).filter(Metric::isOfEvaluation).isPresent();
  }
}
