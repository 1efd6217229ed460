package dev.trainyard.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.monitoring.metrics.ReportGaps.Gap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportGapsTest {
  private final ReportGaps reports = new ReportGaps(0L, 0, List.of());

  @Test
  void takesReportsInOrderWithoutAGap() {
    assertThat(take(1)).isTrue();
    assertThat(take(2)).isTrue();
    assertThat(take(2)).isFalse();
    assertThat(take(1)).isFalse();
    assertThat(reports.gaps()).isEmpty();
    assertThat(reports.changed()).isFalse();
    assertThat(reports.lastSequence()).isEqualTo(2);
    assertThat(reports.lastIteration()).isEqualTo(20);
  }

  @Test
  void knowsWhatIsMissingAtTheBeginningAndInBetween() {
    take(3);
    take(7);
    assertThat(reports.gaps()).containsExactly(new Gap(1, 2, 0, 30), new Gap(4, 6, 30, 70));
    assertThat(reports.changed()).isTrue();
  }

  @Test
  void splitsAGapByWhatComesLate() {
    take(1);
    take(6);
    assertThat(take(3)).isTrue();
    assertThat(reports.gaps()).containsExactly(new Gap(2, 2, 10, 30), new Gap(4, 5, 30, 60));
    assertThat(take(3)).isFalse();
  }

  @Test
  void doesNotMissWhatCameBeforeItCounted() {
    var after = new ReportGaps(null, 500, List.of());
    assertThat(after.take(42, 510, 520)).isTrue();
    assertThat(after.gaps()).isEmpty();
    assertThat(after.take(44, 530, 540)).isTrue();
    assertThat(after.gaps()).containsExactly(new Gap(43, 43, 520, 530));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void takesEachReportOnceInWhateverOrder(long seed) {
    var random = new Random(seed);
    var taken = new HashSet<Integer>();
    for (var step = 0; step < 2_000; step++) {
      var sequence = 1 + random.nextInt(300);
      assertThat(take(sequence)).isEqualTo(taken.add(sequence));
    }
    var missing = new TreeSet<Long>();
    for (var sequence = 1; sequence < reports.lastSequence(); sequence++) {
      if (!taken.contains(sequence)) {
        missing.add((long) sequence);
      }
    }
    var gaps = new ArrayList<Long>();
    for (var gap : reports.gaps()) {
      for (var sequence = gap.firstSequence(); sequence <= gap.lastSequence(); sequence++) {
        gaps.add(sequence);
      }
    }
    assertThat(gaps).containsExactlyElementsOf(missing);
  }

  private boolean take(long sequence) {
    return reports.take(sequence, (int) sequence * 10, (int) sequence * 10);
  }
}
