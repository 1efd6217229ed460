package dev.trainyard.bench.metrics;

import dev.trainyard.bench.stage.Latencies;
import dev.trainyard.bench.stage.Machine;
import dev.trainyard.bench.stage.ProcessorTime;
import dev.trainyard.bench.stage.ServiceUnderTest;
import dev.trainyard.contracts.metrics.MetricPoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** Fills the topic, lets the service read it, and asks it. */
final class MetricsRun {
  private static final int DUPLICATES = 50_000;
  private static final int POINTS_OF_A_MESSAGE = 1_000;
  private static final int COPIED_IN = 20;
  private static final int QUERIES = 200;
  private static final int FOLLOWED = 100;
  private static final Duration REPORTED_EVERY = Duration.ofSeconds(5);
  private static final long LONGEST_WAIT = TimeUnit.MINUTES.toNanos(15);
  private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");

  private final MetricsStage stage;
  private final MetricsSize size;
  private final PrintStream out;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<UUID> processes;

  /** Of a tenth of them the topic is full: runs long enough to be summed up beside the intake. */
  private final List<UUID> waiting;

  MetricsRun(MetricsStage stage, MetricsSize size, PrintStream out) {
    this.stage = stage;
    this.size = size;
    this.out = out;
    this.processes = Stream.generate(UUID::randomUUID).limit(size.processes()).toList();
    this.waiting = processes.subList(0, Math.max(1, size.processes() / 10));
  }

  void run() throws Exception {
    out.printf(
        "%s; the service with %s%n",
        Machine.description(), String.join(" ", ServiceUnderTest.JAVA_OPTIONS));
    var perProcess = (size.warmUp() + size.points()) / waiting.size();
    try (var reporter = new Reporter(stage.kafka(), stage.messageKey());
        var database = stage.connect()) {
      out.printf(
          "Filling the topic with %,d points of a message each, %,d to warm up%n",
          perProcess * waiting.size(), size.warmUp());
      for (var iteration = 1; iteration <= perProcess; iteration++) {
        var points = List.of(Reporter.point(iteration));
        for (var process : waiting) {
          reporter.send(process, iteration, points);
        }
      }
      reporter.flush();
      var service = stage.startService();
      var ingested = ingest(database, service, perProcess);
      var copied = copy(database, "INCLUDING ALL", "text");
      var binary = copy(database, "INCLUDING ALL", "binary");
      var plain = copy(database, "INCLUDING DEFAULTS", "text");
      out.printf(
          Locale.ROOT,
          "  from topic to query %,10.0f values/s, %,.0f points/s%n"
              + "  bare COPY           %,10.0f values/s into a table with the same indexes%n"
              + "                      %,10.0f values/s in binary format (ratio %.2f)%n"
              + "                      %,10.0f values/s into one without (ratio %.2f)%n",
          ingested.values(),
          ingested.points(),
          copied * ingested.values() / ingested.points(),
          binary * ingested.values() / ingested.points(),
          ingested.points() / binary,
          plain * ingested.values() / ingested.points(),
          ingested.points() / plain);
      var repeated = repeat(reporter, database, perProcess);
      out.printf(
          Locale.ROOT, "  come again          %,10.0f messages/s, nothing stored%n", repeated);
      var series = series(reporter, database, service);
      out.printf(
          Locale.ROOT,
          "  chart of %,d points: %.1f ms median, %.1f ms p95%n",
          size.points(),
          series.quantile(0.5),
          series.quantile(0.95));
      var live = live(reporter, service, perProcess);
      out.printf(
          Locale.ROOT,
          "  report to browser   %.1f ms median, %.1f ms p99, of %d%n",
          live.quantile(0.5),
          live.quantile(0.99),
          live.count());
      out.println();
      out.printf(
          Locale.ROOT,
          "values_per_s=%.0f copy_ratio=%.2f series_p95_ms=%.1f live_p99_ms=%.1f%n",
          ingested.values(),
          ingested.points() / copied,
          series.quantile(0.95),
          live.quantile(0.99));
    }
  }

  /** How much came in a second. */
  private record Rate(double values, double points) {}

  /** From the first row after the warm-up to the last: a service runs for months, not seconds. */
  private Rate ingest(Connection database, ServiceUnderTest service, int perProcess)
      throws SQLException, InterruptedException {
    var all = (long) perProcess * waiting.size();
    var before = await(database, size.warmUp() + 1);
    var begun = System.nanoTime();
    var used = ProcessorTime.of(service.pid());
    var postgres = ProcessorTime.of(stage.postgresPid());
    var kafka = ProcessorTime.of(stage.kafkaPid());
    await(database, all);
    var seconds = (System.nanoTime() - begun) / 1e9;
    out.printf(
        Locale.ROOT,
        "  %.1f s; cores: service %.2f, PostgreSQL %.2f, Kafka %.2f%n",
        seconds,
        ProcessorTime.of(service.pid()).minus(used).toNanos() / 1e9 / seconds,
        ProcessorTime.of(stage.postgresPid()).minus(postgres).toNanos() / 1e9 / seconds,
        ProcessorTime.of(stage.kafkaPid()).minus(kafka).toNanos() / 1e9 / seconds);
    var points = (all - before) / seconds;
    return new Rate(points * Reporter.valuesUpTo(perProcess) / perProcess, points);
  }

  /**
   * The same rows into a table like theirs, as fast as one connection can; points a second.
   *
   * @param like what the table has of theirs
   * @param format COPY's format of the rows
   */
  private double copy(Connection database, String like, String format)
      throws SQLException, IOException {
    var api = database.unwrap(PGConnection.class).getCopyAPI();
    var columns =
        "(run_id, iteration, received_at, epoch, time, learning_rate, train_loss,"
            + " images_per_second, remaining_seconds, remaining_seconds_low,"
            + " remaining_seconds_high, average_precision, accuracy, test_loss)";
    execute(database, "CREATE TABLE bare (LIKE metric_point %s)".formatted(like));
    var rows = 0L;
    var nanos = 0L;
    for (var part = 0; part < COPIED_IN; part++) {
      var copied = new ByteArrayOutputStream();
      api.copyOut(
          ("COPY (SELECT %s FROM metric_point WHERE run_id %% %d = %d ORDER BY position)"
                  + " TO STDOUT (FORMAT %s)")
              .formatted(columns.substring(1, columns.length() - 1), COPIED_IN, part, format),
          copied);
      var begun = System.nanoTime();
      rows +=
          api.copyIn(
              "COPY bare %s FROM STDIN (FORMAT %s)".formatted(columns, format),
              new ByteArrayInputStream(copied.toByteArray()));
      nanos += System.nanoTime() - begun;
    }
    execute(database, "DROP TABLE bare");
    return rows / (nanos / 1e9);
  }

  /** Messages that have come before; messages a second. */
  private double repeat(Reporter reporter, Connection database, int perProcess)
      throws SQLException, InterruptedException {
    var before = stored(database);
    var messages = Math.min(DUPLICATES, perProcess * waiting.size());
    var mark = UUID.randomUUID();
    var begun = System.nanoTime();
    for (var sent = 0; sent < messages; sent++) {
      var iteration = 1 + sent / waiting.size();
      reporter.send(
          waiting.get(sent % waiting.size()), iteration, List.of(Reporter.point(iteration)));
    }
    // One to each partition's end: when they have come, all before them have.
    var marks = IntStream.range(0, 200).mapToObj(i -> i == 0 ? mark : UUID.randomUUID()).toList();
    marks.forEach(process -> reporter.send(process, 1, List.of(Reporter.point(1))));
    reporter.flush();
    var stored = await(database, before + marks.size());
    var seconds = (System.nanoTime() - begun) / 1e9;
    if (stored != before + marks.size()) {
      throw new IllegalStateException(
          "stored twice: %d points".formatted(stored - before - marks.size()));
    }
    return messages / seconds;
  }

  private Latencies series(Reporter reporter, Connection database, ServiceUnderTest service)
      throws SQLException, IOException, InterruptedException {
    var process = UUID.randomUUID();
    var before = stored(database);
    out.printf("Sending a run of %,d points%n", size.points());
    var sequence = 1L;
    for (var from = 1; from <= size.points(); from += POINTS_OF_A_MESSAGE) {
      var points = new ArrayList<MetricPoint>();
      for (var iteration = from;
          iteration < from + POINTS_OF_A_MESSAGE && iteration <= size.points();
          iteration++) {
        points.add(Reporter.point(iteration));
      }
      reporter.send(process, sequence++, points);
    }
    reporter.flush();
    await(database, before + size.points());
    var summedUp =
        "SELECT count(*) FROM metric_rollup JOIN metric_run ON id = run_id WHERE process_id = '%s'"
                .formatted(process)
            + " AND rolled_to >= %d".formatted(size.points() / 1024 * 1024);
    var end = System.nanoTime() + LONGEST_WAIT;
    while (number(database, summedUp) == 0 && System.nanoTime() < end) {
      Thread.sleep(500);
    }
    var latencies = new Latencies();
    for (var query = -20; query < QUERIES; query++) {
      var begun = System.nanoTime();
      get(service, "/api/v1/monitoring/processes/" + process + "/metrics?maxPoints=1000");
      if (query >= 0) {
        latencies.add(System.nanoTime() - begun);
      }
    }
    return latencies;
  }

  private Latencies live(Reporter reporter, ServiceUnderTest service, int perProcess)
      throws Exception {
    out.printf(
        "Following %d of %d processes for %d s%n",
        Math.min(FOLLOWED, size.processes()), size.processes(), size.liveSeconds());
    var latencies = new Latencies();
    try (var feed = new LiveFeed(latencies)) {
      var followed = processes.subList(0, Math.min(FOLLOWED, size.processes()));
      for (var process : followed) {
        var answer =
            get(service, "/api/v1/monitoring/processes/" + process + "/metrics?maxPoints=4");
        var position = POSITION.matcher(answer);
        if (!position.find()) {
          throw new IOException("not expected: " + answer);
        }
        feed.follow(service.address(), process, Long.parseLong(position.group(1)));
      }
      var begun = System.nanoTime();
      var interval = REPORTED_EVERY.toNanos() / size.processes();
      for (var sent = 0L; System.nanoTime() - begun < size.liveSeconds() * 1e9; sent++) {
        var wait = begun + sent * interval - System.nanoTime();
        if (wait > 1_000_000) {
          Thread.sleep(wait / 1_000_000);
        }
        var index = (int) (sent % size.processes());
        var before = index < waiting.size() ? perProcess : 0;
        var iteration = before + 1 + (int) (sent / size.processes());
        if (index < followed.size()) {
          feed.sending(processes.get(index), iteration);
        }
        reporter.send(processes.get(index), iteration, List.of(Reporter.point(iteration)));
      }
      var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (feed.missing() > 0 && System.nanoTime() < end) {
        Thread.sleep(100);
      }
      if (feed.missing() > 0) {
        throw new IllegalStateException(feed.missing() + " points have not arrived");
      }
    }
    return latencies;
  }

  private long await(Connection database, long points) throws SQLException, InterruptedException {
    var end = System.nanoTime() + LONGEST_WAIT;
    for (var stored = stored(database); ; stored = stored(database)) {
      if (stored >= points) {
        return stored;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("%d points of %d have come".formatted(stored, points));
      }
      Thread.sleep(100);
    }
  }

  private static long stored(Connection database) throws SQLException {
    // The table is made by the service, which may not have got so far.
    if (number(database, "SELECT count(*) FROM pg_class WHERE relname = 'metric_run'") == 0) {
      return 0;
    }
    return number(database, "SELECT coalesce(sum(points), 0) FROM metric_run");
  }

  private static long number(Connection database, String sql) throws SQLException {
    try (var statement = database.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private String get(ServiceUnderTest service, String path)
      throws IOException, InterruptedException {
    var response =
        http.send(
            HttpRequest.newBuilder(service.address().resolve(path))
                .header("Authorization", ServiceUnderTest.bearer())
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(path + " was answered with " + response.body());
    }
    return response.body();
  }
}
