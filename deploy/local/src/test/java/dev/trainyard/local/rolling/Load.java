package dev.trainyard.local.rolling;

import dev.trainyard.local.rolling.Traffic.FailedRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users at work: each goes through the same requests again and again, one after the other. Who
 * fails begins anew with the next round. Thread-safe.
 */
final class Load {
  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final int USERS_OF_A_KIND = 2;

  private final Traffic traffic;
  private final TwoOfEach platform;
  private final Sample sample;
  private final AtomicInteger names = new AtomicInteger();
  private final ScheduledExecutorService users =
      Executors.newScheduledThreadPool(4 * USERS_OF_A_KIND);

  /**
   * What there is to work with.
   *
   * @param projectId of a project with a dataset
   * @param templateId of a template in it
   */
  record Sample(String projectId, String templateId) {}

  private Load(Traffic traffic, TwoOfEach platform, Sample sample) {
    this.traffic = traffic;
    this.platform = platform;
    this.sample = sample;
  }

  /** Begins; ends with {@link #end}. */
  static Load begin(Traffic traffic, TwoOfEach platform, Sample sample) {
    var load = new Load(traffic, platform, sample);
    for (var kind :
        List.<Round>of(load::templates, load::machines, load::gates, load::monitoring)) {
      for (var user = 0; user < USERS_OF_A_KIND; user++) {
        load.users.scheduleWithFixedDelay(
            () -> load.run(kind), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return load;
  }

  /** Lets everybody finish the round. */
  void end() throws InterruptedException {
    users.shutdown();
    if (!users.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("a request takes longer than a minute");
    }
  }

  @FunctionalInterface
  private interface Round {
    void go() throws FailedRequest, InterruptedException;
  }

  private void run(Round round) {
    try {
      round.go();
    } catch (FailedRequest e) {
      // It is counted; what the round made stays.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void templates() throws FailedRequest, InterruptedException {
    var service = platform.address("template-service");
    var path = "/api/v1/projects/" + sample.projectId() + "/templates";
    var made = traffic.write(service, "POST", path, template(), "", "template.created", "");
    var one = "/api/v1/templates/" + made.id();
    var changed =
        traffic.write(service, "PUT", one, template(), made.tag(), "template.updated", "");
    traffic.get(service, path + "?size=5");
    traffic.write(service, "PUT", one, template(), changed.tag(), "template.updated", "");
    traffic.get(service, one + "/revisions");
    traffic.write(service, "DELETE", one, "", "", "template.deleted", made.id());
  }

  /** A machine that nobody works on, and a process on it, which asks the template service. */
  private void machines() throws FailedRequest, InterruptedException {
    var service = platform.address("process-service");
    var made =
        traffic.write(service, "POST", "/api/v1/machines", machine(), "", "machine.registered", "");
    var one = "/api/v1/machines/" + made.id();
    traffic.write(service, "PUT", one, machine(), made.tag(), "machine.updated", "");
    traffic.write(service, "POST", one + "/disable", "", "", "machine.disabled", "");
    traffic.write(service, "POST", one + "/enable", "", "", "machine.enabled", "");
    var process =
        traffic.write(
            service,
            "POST",
            "/api/v1/processes",
            "{\"templateId\": \"%s\", \"machineId\": \"%s\"}"
                .formatted(sample.templateId(), made.id()),
            "",
            "process.created",
            "");
    traffic.get(service, "/api/v1/processes?size=5");
    var path = "/api/v1/processes/" + process.id();
    traffic.write(service, "DELETE", path, "", "", "process.deleted", process.id());
    traffic.write(service, "DELETE", one, "", "", "machine.deleted", made.id());
  }

  /** What the registry keeps without files; only the journal is told of it. */
  private void gates() throws FailedRequest, InterruptedException {
    var service = platform.address("model-registry-service");
    var owner = UUID.randomUUID().toString();
    var one = "/api/v1/gates/projects/" + owner;
    var made = traffic.write(service, "PUT", one, gate(0.5), "", "audit.changed", owner);
    traffic.get(service, "/api/v1/base-models");
    traffic.write(service, "PUT", one, gate(0.6), made.tag(), "audit.changed", owner);
    traffic.get(service, "/api/v1/models?size=5");
    traffic.write(service, "DELETE", one, "", "", "audit.changed", owner);
  }

  private void monitoring() throws FailedRequest, InterruptedException {
    var service = platform.address("monitoring-service");
    traffic.get(service, "/api/v1/journal?size=10");
    traffic.get(service, "/api/v1/monitoring/machines/load");
    traffic.get(service, "/api/v1/status");
    traffic.get(service, "/api/v1/journal?type=machine.*&size=10");
  }

  /** A template's content. */
  static String template(String name) {
    return """
        {"name": "%s", "modelType": "classifier", "baseModel": "base-resnet18",
         "parameters": {"iterations": 300, "imageSize": 32}}"""
        .formatted(name);
  }

  private String template() {
    return template("rolling-" + names.incrementAndGet());
  }

  private String machine() {
    return "{\"name\": \"rolling-%d\", \"address\": \"10.0.0.1\"}"
        .formatted(names.incrementAndGet());
  }

  private static String gate(double minimum) {
    return "{\"minimumAveragePrecision\": " + minimum + "}";
  }
}
