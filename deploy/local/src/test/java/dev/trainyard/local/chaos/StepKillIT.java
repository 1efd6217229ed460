package dev.trainyard.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service, the database or the storage dies at a step of an upload, a completion or a deletion:
 * in the end it is done once, nothing is half there and nothing is left. Every second step with one
 * of the three, in turn; with {@code -Dtrainyard.steps=each} each step with one of them, with
 * {@code all} with each of them.
 */
class StepKillIT {
  private static final String STEPS = System.getProperty("trainyard.steps", "half");

  /** Times of seconds instead of hours, after which what was left behind goes. */
  private static final Map<String, String> SHORT =
      Map.of(
          "TRAINYARD_INTEGRITY_ORPHAN_AGE", "0s",
          "TRAINYARD_INTEGRITY_STORING_TIMEOUT", "10s",
          "TRAINYARD_STORAGE_PRESIGN_EXPIRY", "30s",
          "TRAINYARD_REGISTRY_CLEANUP_INTERVAL", "1s",
          "TRAINYARD_DATASETS_CLEANUP_INTERVAL", "1s",
          "TRAINYARD_DATASETS_CHECK_INTERVAL", "1s",
          "TRAINYARD_DATASETS_CHECK_LEASE", "5s",
          "TRAINYARD_DATASETS_UPLOAD_TIMEOUT", "20s");

  @TempDir static Path directory;

  private static ChaosPlatform platform;
  private static List<StoringWork> works;

  @BeforeAll
  static void startPlatform() throws Exception {
    var settings = new HashMap<>(ChaosPlatform.SHORT_TIMEOUTS);
    settings.put("template-service", SHORT);
    settings.put("model-registry-service", SHORT);
    platform = ChaosPlatform.start(directory, settings);
    works = new StoringWorks(platform, directory).all();
  }

  @AfterAll
  static void stopPlatform() {
    if (platform != null) {
      platform.close();
    }
  }

  @AfterEach
  void mend() throws Exception {
    platform.mend();
  }

  /** Before the platform runs: the steps are known without it. */
  static Stream<Arguments> deaths() {
    assertThat(STEPS).isIn("half", "each", "all");
    var deaths = new ArrayList<Arguments>();
    var turn = 0;
    var all = new StoringWorks(null, null).all();
    for (var work = 0; work < all.size(); work++) {
      var victims = List.of(all.get(work).service(), Part.POSTGRES, Part.S3);
      for (var step : all.get(work).steps()) {
        for (var victim : STEPS.equals("all") ? victims : inTurn(victims, turn++)) {
          deaths.add(Arguments.of(all.get(work).getClass().getSimpleName(), work, step, victim));
        }
      }
    }
    return deaths.stream();
  }

  /** One of them; none for every second turn, alternately the even and the odd ones of six. */
  private static List<Part> inTurn(List<Part> victims, int turn) {
    var leftOut = (turn + turn / (2 * victims.size())) % 2 == 1;
    return STEPS.equals("half") && leftOut
        ? List.of()
        : List.of(victims.get(turn % victims.size()));
  }

  @ParameterizedTest(name = "{0}, {2}, {3}")
  @MethodSource("deaths")
  void leavesNothingHalfDone(String name, int number, StorageStep step, Part victim)
      throws Exception {
    var work = works.get(number);
    Narration.tell("%s: %s dies %s", name, victim, step);
    work.prepare();
    var held = platform.storage().hold(step);
    var attempt = CompletableFuture.runAsync(() -> attempt(work));
    held.await(ChaosPlatform.PATIENCE);

    platform.faults().kill(victim);
    held.drop();
    platform.faults().restart(victim);
    attempt.join();

    work.finish();
    awaitAgreement(work.service());
  }

  /** A client whose request ends in an error or without an answer. */
  private static void attempt(StoringWork work) {
    try {
      work.attempt();
    } catch (Exception e) {
      Narration.tell("the client got no good answer: %s", e.getMessage());
    }
  }

  /** Every object belongs to somebody, and everybody has theirs. */
  private static void awaitAgreement(Part service) {
    var path = service == Part.TEMPLATE ? "datasets" : "models";
    ChaosPlatform.awaiting("database and storage agree")
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              var report = platform.post("/api/v1/" + path + "/reconciliation?force=true", "");
              assertThat(report.get("orphanCount").asLong()).as("%s", report).isZero();
              assertThat(report.get("brokenCount").asLong()).as("%s", report).isZero();
              assertThat(report.get("objects").asLong())
                  .as("%s", report)
                  .isEqualTo(report.get("files").asLong());
            });
  }
}
