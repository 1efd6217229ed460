package dev.trainyard.bench.platform;

import dev.trainyard.bench.metrics.Reporter;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import java.io.IOException;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Processes with curves, and a journal of them. */
final class MonitoringWorkload implements Workload {
  private static final int PROCESSES = 1_000;
  private static final int WITH_CURVES = 100;
  private static final int POINTS_OF_A_CURVE = 1_000;
  private static final long LONGEST_WAIT = TimeUnit.MINUTES.toNanos(2);

  private static final List<EventType> LIFE =
      List.of(EventType.PROCESS_CREATED, EventType.PROCESS_STARTED, EventType.PROCESS_RUNNING);

  private final String bearer;
  private final PlatformStage stage;
  private final CloudEventCodec codec = new CloudEventCodec("process-service");
  private final List<String> processes =
      Stream.generate(() -> UUID.randomUUID().toString()).limit(PROCESSES).toList();
  private final List<String> withCurves = processes.subList(0, WITH_CURVES);

  MonitoringWorkload(String bearer, PlatformStage stage) {
    this.bearer = bearer;
    this.stage = stage;
  }

  @Override
  public String service() {
    return "monitoring-service";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("TRAINYARD_WEBHOOKS_ALLOWED_HOSTS", "erp.example.org");
  }

  @Override
  public void prepare(URI address) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stage.kafka()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (var process : processes) {
        LIFE.forEach(type -> producer.send(codec.toRecord(event(type, process))));
      }
    }
    // First: whose a measurement is, is told by who its process belongs to.
    awaitRows("journal_entry", (long) PROCESSES * LIFE.size());
    try (var reporter = new Reporter(stage.kafka(), stage.messageKey())) {
      var points = IntStream.rangeClosed(1, POINTS_OF_A_CURVE).mapToObj(Reporter::point).toList();
      for (var process : withCurves) {
        reporter.send(UUID.fromString(process), 1, points);
      }
    }
    awaitRows("metric_point", (long) WITH_CURVES * POINTS_OF_A_CURVE);
    new Filling(address, bearer).make(PROCESSES / 10, i -> webhook());
  }

  private OutgoingEvent event(EventType type, String process) {
    var id = UUID.fromString(process);
    var now = Instant.now();
    var data =
        new ProcessEvent(
            id,
            "letters",
            new UUID(0x7000, 0x8000_0000_0000_0001L),
            new UUID(0x7000, 0x8000_0000_0000_0002L),
            "letters",
            null,
            Reporter.MACHINE,
            "gpu-1",
            type == EventType.PROCESS_CREATED ? ProcessStatus.CREATED : ProcessStatus.RUNNING,
            true,
            type == EventType.PROCESS_CREATED ? 0 : 1,
            now,
            null,
            null);
    return new OutgoingEvent(
        UUID.randomUUID(), type, process, now, null, "anna", stage.tenant(), codec.toJson(data));
  }

  private void awaitRows(String table, long rows) throws Exception {
    var end = System.nanoTime() + LONGEST_WAIT;
    try (var database = stage.connect(service());
        var count = database.prepareStatement("SELECT count(*) FROM " + table)) {
      while (rowsOf(count) < rows) {
        if (System.nanoTime() > end) {
          throw new IOException("the service does not store what was sent: " + table);
        }
        Thread.sleep(200);
      }
    }
  }

  private static long rowsOf(PreparedStatement count) throws SQLException {
    try (var result = count.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public Caller reader(int number) {
    return new Reader(
        number,
        List.of(
            new Reader.Share(50, Reader.oneOf("/api/v1/monitoring/processes/", processes)),
            new Reader.Share(15, Reader.page("/api/v1/monitoring/processes?size=20&", 10)),
            new Reader.Share(
                15,
                random ->
                    "/api/v1/monitoring/processes/%s/metrics?maxPoints=200"
                        .formatted(withCurves.get(random.nextInt(WITH_CURVES)))),
            new Reader.Share(10, Reader.oneOf("/api/v1/journal?size=20&processId=", processes)),
            new Reader.Share(10, Reader.page("/api/v1/journal?size=20&", 10))));
  }

  @Override
  public List<Caller> writers(int count) {
    return Stream.<Caller>generate(WebhookWriter::new).limit(count).toList();
  }

  private static Request webhook() {
    return Request.post("/api/v1/webhooks", body("New"));
  }

  private static String body(String description) {
    return """
        {"url":"https://erp.example.org/trainyard","eventTypes":["model.created"],\
        "description":"%s"}"""
        .formatted(description);
  }

  /** Makes a webhook, changes it twice, deletes it. */
  private static final class WebhookWriter extends Writer {
    private final List<Step> steps =
        List.of(
            new Step(MonitoringWorkload::webhook, this::made),
            new Step(() -> Request.put(path(), etag(), body("Changed")), this::changed),
            new Step(() -> Request.put(path(), etag(), body("Changed again")), this::changed),
            new Step(() -> Request.delete(path()), answer -> {}));
    private String path;
    private String etag;

    @Override
    List<Step> steps() {
      return steps;
    }

    private String path() {
      return path;
    }

    private String etag() {
      return etag;
    }

    private void made(Answer answer) {
      path = "/api/v1/webhooks/" + answer.id();
      changed(answer);
    }

    private void changed(Answer answer) {
      etag = answer.etag();
    }
  }
}
