package dev.trainyard.monitoring.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Which reports of a run have come. Reports are numbered from 1; most come once and in order, but
 * any may come again, late or never. Not thread-safe.
 */
final class ReportGaps {
  private final List<Gap> gaps;
  private Long lastSequence;
  private int lastIteration;
  private boolean changed;

  /**
   * @param lastSequence the highest that has come; null if that is not known
   * @param lastIteration the highest iteration that has come, 0 before the first
   * @param gaps what has not come below it
   */
  ReportGaps(Long lastSequence, int lastIteration, List<Gap> gaps) {
    this.lastSequence = lastSequence;
    this.lastIteration = lastIteration;
    this.gaps = new ArrayList<>(gaps);
  }

  /**
   * Reports that are missing.
   *
   * @param firstSequence the first that is missing
   * @param lastSequence the last that is missing
   * @param afterIteration the last iteration that is known before them
   * @param beforeIteration the first iteration that is known after them
   */
  record Gap(long firstSequence, long lastSequence, int afterIteration, int beforeIteration) {}

  /**
   * Takes a report.
   *
   * @return false if it has come before
   */
  boolean take(long sequence, int firstIteration, int highestIteration) {
    if (lastSequence != null && sequence <= lastSequence) {
      return fill(sequence, firstIteration, highestIteration);
    }
    var expected = lastSequence == null ? sequence : lastSequence + 1;
    if (sequence > expected) {
      gaps.add(new Gap(expected, sequence - 1, lastIteration, firstIteration));
      changed = true;
    }
    lastSequence = sequence;
    lastIteration = Math.max(lastIteration, highestIteration);
    return true;
  }

  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** Whether the gaps are others than at the beginning. */
  boolean changed() {
    return changed;
  }

  Long lastSequence() {
    return lastSequence;
  }

  int lastIteration() {
    return lastIteration;
  }

  private boolean fill(long sequence, int firstIteration, int highestIteration) {
    for (var index = 0; index < gaps.size(); index++) {
      var gap = gaps.get(index);
      if (gap.firstSequence() <= sequence && sequence <= gap.lastSequence()) {
        gaps.remove(index);
        if (sequence < gap.lastSequence()) {
          gaps.add(
              index,
              new Gap(sequence + 1, gap.lastSequence(), highestIteration, gap.beforeIteration()));
        }
        if (sequence > gap.firstSequence()) {
          gaps.add(
              index,
              new Gap(gap.firstSequence(), sequence - 1, gap.afterIteration(), firstIteration));
        }
        lastIteration = Math.max(lastIteration, highestIteration);
        changed = true;
        return true;
      }
    }
    return false;
  }
}
