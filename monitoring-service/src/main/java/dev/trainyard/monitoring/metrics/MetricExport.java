package dev.trainyard.monitoring.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes every row of a run as it was reported, without holding them all. Thread-safe. */
@ApplicationScoped
class MetricExport {
  private static final int PAGE = 2_000;

  private final MetricStore metrics;
  private final ObjectMapper json;

  MetricExport(MetricStore metrics, ObjectMapper json) {
    this.metrics = metrics;
    this.json = json;
  }

  /** Comma-separated values with a line of names; an absent value is empty. */
  void csv(MetricRun run, OutputStream out) throws IOException {
    var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    writer.write(
        Stream.concat(
                Stream.of("processId", "attempt", "iteration", "epoch", "time"),
                run.quantities().stream().map(Quantity::name))
            .collect(Collectors.joining(",", "", "\r\n")));
    each(
        run,
        row -> {
          var point = row.point();
          var scalars = point.scalars() == null ? Map.<String, Double>of() : point.scalars();
          var values =
              Stream.concat(
                  Arrays.stream(Metric.values()).map(metric -> metric.of(point)),
                  run.scalars().stream().map(scalars::get));
          writer.write(
              Stream.concat(
                      Stream.of(
                          row.processId(),
                          row.attempt(),
                          point.iteration(),
                          point.epoch(),
                          point.time()),
                      values)
                  .map(value -> Objects.toString(value, ""))
                  .collect(Collectors.joining(",", "", "\r\n")));
        });
    writer.flush();
  }

  /** A JSON object a line, as in the stream. */
  void jsonLines(MetricRun run, OutputStream out) throws IOException {
    var writer = json.writerFor(AttemptPoint.class);
    var lines = new BufferedOutputStream(out);
    each(
        run,
        row -> {
          lines.write(writer.writeValueAsBytes(row));
          lines.write('\n');
        });
    lines.flush();
  }

  /** A page at a time: a client that reads slowly holds no connection to the database. */
  private void each(MetricRun run, Row consumer) throws IOException {
    AttemptPoint last = null;
    List<AttemptPoint> page;
    do {
      page = metrics.page(run, last, PAGE);
      for (var row : page) {
        consumer.accept(row);
        last = row;
      }
    } while (page.size() == PAGE);
  }

  /** Takes one row. */
  @FunctionalInterface
  private interface Row {
    void accept(AttemptPoint point) throws IOException;
  }
}
