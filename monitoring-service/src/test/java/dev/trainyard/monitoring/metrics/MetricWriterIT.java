package dev.trainyard.monitoring.metrics;

import static dev.trainyard.monitoring.Samples.report;
import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import dev.trainyard.monitoring.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two replicas that are given the same reports, as after a rebalance. */
@QuarkusTest
class MetricWriterIT extends MonitoringTest {
  private static final int REPORTS = 300;

  @Inject MetricWriter writer;
  @Inject MetricRollup rollup;
  @Inject Database database;

  @Test
  void twoReplicasStoreEachReportOnce() throws Exception {
    var processes = Stream.generate(UUID::randomUUID).limit(5).toList();
    var reports = new ArrayList<MetricsReported>();
    for (var sequence = 1; sequence <= REPORTS; sequence++) {
      for (var process : processes) {
        reports.add(report(process, 1, sequence, training(sequence)));
      }
    }
    var shuffled = new ArrayList<>(reports);
    Collections.shuffle(shuffled, new Random(7));

    together(() -> save(reports, 40), () -> save(shuffled, 70));

    for (var process : processes) {
      assertStored(process, REPORTS);
      given()
          .get("/api/v1/monitoring/processes/{id}/metrics?metric=trainLoss", process)
          .then()
          .statusCode(200)
          .body("gaps.size()", equalTo(0))
          .body("total", equalTo(REPORTS))
          .body("curves[0].total", equalTo(REPORTS));
    }
  }

  @Test
  void whatComesLateIsNotLostWhileTheRunIsSummedUp() throws Exception {
    var process = UUID.randomUUID();
    var iterations = 12 * Stretch.LONG;
    var late = IntStream.range(1, 12).map(stretch -> stretch * Stretch.LONG - 3).boxed().toList();
    store(
        List.of(
            report(
                process,
                1,
                1,
                IntStream.rangeClosed(1, iterations)
                    .filter(iteration -> !late.contains(iteration))
                    .mapToObj(Samples::training)
                    .toArray(MetricPoint[]::new))));
    var runs = database.query("SELECT id FROM metric_run", row -> row.getLong("id"));

    together(
        () -> {
          for (var turn = 0; turn < 20; turn++) {
            rollup.changed(Set.copyOf(runs));
            rollup.rollUp();
          }
          return null;
        },
        () -> {
          for (var index = 0; index < late.size(); index++) {
            rollup.changed(
                store(List.of(report(process, 1, index + 2L, training(late.get(index))))));
          }
          return null;
        });

    eventually(
        () -> {
          rollup.rollUp();
          assertThat(
                  database.first(
                      """
                      SELECT sum(stretch.points)::int AS points FROM metric_stretch AS stretch
                      JOIN metric_run AS run ON run.id = stretch.run_id
                      WHERE run.process_id = ? AND metric = 'trainLoss' AND iterations = ?
                      """,
                      row -> row.getInt("points"),
                      process,
                      Stretch.LONG))
              .hasValue(iterations - 1);
        });
    given()
        .get("/api/v1/monitoring/processes/{id}/metrics?metric=trainLoss", process)
        .then()
        .body("curves[0].total", equalTo(iterations));
  }

  private Set<Long> store(List<MetricsReported> reports) {
    return writer
        .save(
            reports,
            reports.stream()
                .map(MetricsReported::processId)
                .distinct()
                .collect(Collectors.toMap(id -> id, id -> "default")))
        .toSumUp();
  }

  private Void save(List<MetricsReported> reports, int batch) {
    for (var from = 0; from < reports.size(); from += batch) {
      store(reports.subList(from, Math.min(reports.size(), from + batch)));
    }
    return null;
  }

  private void assertStored(UUID process, int rows) {
    assertThat(
            database.first(
                """
                SELECT count(*)::int AS rows FROM metric_point
                WHERE run_id IN (SELECT id FROM metric_run WHERE process_id = ?)
                """,
                row -> row.getInt("rows"),
                process))
        .hasValue(rows);
  }

  private static void together(Callable<Void> one, Callable<Void> other) throws Exception {
    var threads = Executors.newFixedThreadPool(2);
    try {
      for (var result : threads.invokeAll(List.of(one, other))) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
