package dev.trainyard.agent.run;

import dev.trainyard.contracts.process.RunReport;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a run the broker may not have yet. A restarted agent sends it again under the same
 * sequences, so that consumers drop what they have.
 *
 * @param reports reports that were not acknowledged, in order
 * @param launch the launch of the newest acknowledged measurement; 0 before the first
 * @param offset where in that launch's messages the next ones begin
 * @param metricsSequence the sequence of the newest acknowledged measurement
 */
record Undelivered(List<RunReport> reports, int launch, long offset, long metricsSequence) {
  static final Undelivered NOTHING = new Undelivered(List.of(), 0, 0, 0);

  Undelivered {
    reports = reports == null ? List.of() : List.copyOf(reports);
  }

  Undelivered with(RunReport report) {
    var all = new ArrayList<>(reports);
    all.add(report);
    return new Undelivered(all, launch, offset, metricsSequence);
  }

  Undelivered withoutReportsTo(long sequence) {
    return new Undelivered(
        reports.stream().filter(report -> report.sequence() > sequence).toList(),
        launch,
        offset,
        metricsSequence);
  }

  Undelivered withoutMetricsTo(long sequence, int ofLaunch, long newOffset) {
    return sequence <= metricsSequence
        ? this
        : new Undelivered(reports, ofLaunch, newOffset, sequence);
  }
}
