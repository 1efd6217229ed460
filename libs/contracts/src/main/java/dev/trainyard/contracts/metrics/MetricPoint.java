package dev.trainyard.contracts.metrics;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was measured at one iteration. Values that were not measured there are absent.
 *
 * @param iteration optimiser steps done, from 1
 * @param epoch passes over the train set done, fractional
 * @param time when it was measured
 * @param learningRate learning rate of this iteration
 * @param trainLoss mean loss since the last point
 * @param imagesPerSecond training speed since the last point, evaluation excluded
 * @param remainingSeconds estimated time to the end of the run: the median
 * @param remainingSecondsLow the end comes sooner than this in 5 % of cases
 * @param remainingSecondsHigh the end comes later than this in 5 % of cases
 * @param averagePrecision macro average precision on the test set, 0 to 1
 * @param accuracy top-1 accuracy on the test set, 0 to 1
 * @param testLoss mean loss on the test set
 * @param scalars further values by the name that the training gives them; null without any. A name
 *     is 1 to 64 letters, digits and {@code _ . / -}, begins with a letter and is none of the names
 *     above; a point has {@value #MAX_SCALARS} at most
 */
public record MetricPoint(
    @JsonPropertyDescription("Optimiser steps done.") int iteration,
    @JsonPropertyDescription("Passes over the train set done.") double epoch,
    @JsonPropertyDescription("When it was measured.") Instant time,
    @JsonPropertyDescription("Learning rate of this iteration.") @JsonInclude(NON_NULL)
        Double learningRate,
    @JsonPropertyDescription("Mean loss since the last point.") @JsonInclude(NON_NULL)
        Double trainLoss,
    @JsonPropertyDescription("Training speed since the last point.") @JsonInclude(NON_NULL)
        Double imagesPerSecond,
    @JsonPropertyDescription("Estimated seconds to the end of the run.") @JsonInclude(NON_NULL)
        Double remainingSeconds,
    @JsonPropertyDescription("Seconds to the end of the run, 5 % quantile.") @JsonInclude(NON_NULL)
        Double remainingSecondsLow,
    @JsonPropertyDescription("Seconds to the end of the run, 95 % quantile.") @JsonInclude(NON_NULL)
        Double remainingSecondsHigh,
    @JsonPropertyDescription("Macro average precision on the test set.") @JsonInclude(NON_NULL)
        Double averagePrecision,
    @JsonPropertyDescription("Top-1 accuracy on the test set.") @JsonInclude(NON_NULL)
        Double accuracy,
    @JsonPropertyDescription("Mean loss on the test set.") @JsonInclude(NON_NULL) Double testLoss,
    @JsonPropertyDescription("Further values, by the name that the training gives them.")
        @JsonInclude(NON_NULL)
        Map<String, Double> scalars) {
  /** How many further values a point has at most. */
  public static final int MAX_SCALARS = 64;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,63}");
  private static final Set<String> BUILT_IN =
      Arrays.stream(MetricPoint.class.getRecordComponents())
          .map(component -> component.getName())
          .collect(Collectors.toUnmodifiableSet());

  /**
   * @throws IllegalArgumentException if there are too many further values, or one has a name that
   *     it must not have
   */
  public MetricPoint {
    scalars = checked(scalars);
  }

  /** A point without further values. */
  public MetricPoint(
      int iteration,
      double epoch,
      Instant time,
      Double learningRate,
      Double trainLoss,
      Double imagesPerSecond,
      Double remainingSeconds,
      Double remainingSecondsLow,
      Double remainingSecondsHigh,
      Double averagePrecision,
      Double accuracy,
      Double testLoss) {
    this(
        iteration,
        epoch,
        time,
        learningRate,
        trainLoss,
        imagesPerSecond,
        remainingSeconds,
        remainingSecondsLow,
        remainingSecondsHigh,
        averagePrecision,
        accuracy,
        testLoss,
        null);
  }

  /** Whether a further value may have this name. */
  public static boolean isScalarName(String name) {
    return NAME.matcher(name).matches() && !BUILT_IN.contains(name);
  }

  private static Map<String, Double> checked(Map<String, Double> scalars) {
    if (scalars == null) {
      return null;
    }
    var measured = new HashMap<>(scalars);
    // As with the values above, null says that there is none.
    measured.values().removeIf(value -> value == null);
    if (measured.size() > MAX_SCALARS) {
      throw new IllegalArgumentException(
          "a point has %d further values; %d is the most".formatted(measured.size(), MAX_SCALARS));
    }
    for (var name : measured.keySet()) {
      if (!isScalarName(name)) {
        throw new IllegalArgumentException(
            "a further value must not be named "
                + (BUILT_IN.contains(name) ? name + ", which is built in" : "so: " + name));
      }
    }
    return measured.isEmpty() ? null : Map.copyOf(measured);
  }
}
