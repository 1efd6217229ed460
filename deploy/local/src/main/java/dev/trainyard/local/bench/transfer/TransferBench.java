package dev.trainyard.local.bench.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.Platform;
import dev.trainyard.local.PlatformException;
import dev.trainyard.local.PortName;
import dev.trainyard.local.demo.ApiClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * Sends a large dataset to the platform, fetches it on both ways, and has it trained on twice. The
 * limit that everything is measured against is a plain copy of the same file on the same disk. The
 * service has the heap of every day.
 */
final class TransferBench {
  private static final Duration CALL_LIMIT = Duration.ofMinutes(30);
  private static final Duration RUN_LIMIT = Duration.ofMinutes(20);
  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "STOPPED");
  private static final String TEMPLATE =
      """
      {"name": "noise", "modelType": "classifier", "baseModel": "base-resnet18", "datasetId": "%s",
       "parameters": {"iterations": 1, "batchSize": 2, "imageSize": 32, "device": "CPU",
         "dataLoaderWorkers": 1}}""";

  private final Platform platform;
  private final CountingRelay relay;
  private final Path archive;
  private final int images;
  private final PrintStream out;
  private final ApiClient api;

  TransferBench(Platform platform, CountingRelay relay, Path archive, int images, PrintStream out) {
    this.platform = platform;
    this.relay = relay;
    this.archive = archive;
    this.images = images;
    this.out = out;
    this.api =
        new ApiClient(
            platform.address(PortName.TEMPLATE), platform.token("admin"), line -> {}, CALL_LIMIT);
  }

  void run() throws InterruptedException, IOException {
    var target = archive.resolveSibling("downloaded.zip");
    var gateway = new ApiClient(platform.address(), platform.token("admin"), line -> {});
    var project = id(gateway.post("/api/v1/projects", "{\"name\": \"transfer\"}"));
    out.printf("  %d images, %.0f MB%n", images, Files.size(archive) / 1e6);
    var copy = rate("plain copy on the disk", () -> Files.copy(archive, target));
    double upload;
    double fromStorage;
    double throughService;
    String dataset;
    long heap;
    try (var watch = new HeapWatch(platform.address(PortName.TEMPLATE), platform.token("viewer"))) {
      var answer = new JsonNode[1];
      upload =
          rate(
              "upload through the service, every image checked",
              () ->
                  answer[0] =
                      api.upload(
                              "/api/v1/projects/" + project + "/datasets?name=noise",
                              archive,
                              "application/zip")
                          .orThrow());
      dataset = answer[0].get("id").asText();
      var content = "/api/v1/datasets/" + dataset + "/content";
      fromStorage =
          rate("download from the storage, by redirect", () -> api.download(content, target));
      requireSame(target);
      throughService =
          rate(
              "download through the service", () -> api.download(content + "?via=service", target));
      requireSame(target);
      heap = watch.mostBytes();
    }
    Files.delete(target);
    var template =
        id(gateway.post("/api/v1/projects/" + project + "/templates", TEMPLATE.formatted(dataset)));
    var first = train(gateway, template, "first");
    var second = train(gateway, template, "second");
    out.printf(
        Locale.ROOT,
        "%n  upload %.2f, download %.2f, through the service %.2f of the plain copy's rate%n%n",
        upload / copy,
        fromStorage / copy,
        throughService / copy);
    out.printf(
        Locale.ROOT,
        "upload_mb_s=%.1f download_mb_s=%.1f service_download_mb_s=%.1f heap_mb=%.0f first_run_bytes=%d second_run_bytes=%d%n",
        upload,
        fromStorage,
        throughService,
        heap / 1e6,
        first,
        second);
  }

  /** Trains; the bytes that the machine got of datasets meanwhile. */
  private long train(ApiClient gateway, String template, String which)
      throws InterruptedException, IOException {
    var before = relay.received();
    var started = System.nanoTime();
    var process =
        id(
            gateway.post(
                "/api/v1/processes",
                "{\"templateId\": \"%s\", \"machineId\": \"%s\"}"
                    .formatted(template, platform.machineId())));
    gateway.post("/api/v1/processes/" + process + "/start", "").orThrow();
    var limit = Instant.now().plus(RUN_LIMIT);
    var state = gateway.get("/api/v1/processes/" + process).orThrow();
    while (!FINAL.contains(state.get("status").asText()) && Instant.now().isBefore(limit)) {
      Thread.sleep(500);
      state = gateway.get("/api/v1/processes/" + process).orThrow();
    }
    if (!"SUCCEEDED".equals(state.get("status").asText())) {
      throw new PlatformException("the " + which + " run did not succeed: " + state);
    }
    var bytes = relay.received() - before;
    out.printf(
        Locale.ROOT,
        "  %-50s %8.1f s, %d bytes of dataset%n",
        which + " run on the machine",
        (System.nanoTime() - started) / 1e9,
        bytes);
    return bytes;
  }

  private double rate(String what, Work work) throws InterruptedException, IOException {
    var started = System.nanoTime();
    work.run();
    var seconds = (System.nanoTime() - started) / 1e9;
    var rate = Files.size(archive) / 1e6 / seconds;
    out.printf(Locale.ROOT, "  %-50s %8.1f MB/s%n", what, rate);
    return rate;
  }

  private void requireSame(Path target) throws IOException {
    if (Files.mismatch(archive, target) >= 0) {
      throw new PlatformException("what was downloaded is not what was uploaded");
    }
  }

  private static String id(ApiClient.Answer answer) {
    return answer.orThrow().get("id").asText();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException, IOException;
  }
}
