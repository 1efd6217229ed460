package dev.trainyard.local.rolling;

import static org.awaitility.Awaitility.await;

import dev.trainyard.contracts.event.Topics;
import dev.trainyard.local.EventLog;
import dev.trainyard.local.demo.ApiClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Reads what became of writes; waits for what is on its way, not for what is lost. */
final class Written {
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);
  private static final List<String> TOPICS =
      List.of(
          Topics.TEMPLATE_EVENTS,
          Topics.MACHINE_EVENTS,
          Topics.PROCESS_EVENTS,
          Topics.AUDIT_EVENTS);

  private final TwoOfEach platform;

  Written(TwoOfEach platform) {
    this.platform = platform;
  }

  /** What is on the topics. */
  PublishedEvents published(Traffic traffic) {
    var log = new EventLog(platform.platform().kafkaAdministrator());
    return read(
        () -> new PublishedEvents(log.read(TOPICS), traffic.expected()),
        found -> found.lost().isEmpty());
  }

  /** How often the journal has each event. */
  Map<String, Integer> journalled(Set<String> eventIds) {
    var api = platform.api("monitoring-service");
    return read(() -> journal(api), found -> found.keySet().containsAll(eventIds));
  }

  private static <T> T read(Callable<T> reader, Predicate<T> complete) {
    var last = new AtomicReference<T>();
    var deadline = Instant.now().plus(ON_ITS_WAY);
    await()
        .atMost(ON_ITS_WAY.multipliedBy(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              last.set(reader.call());
              return complete.test(last.get()) || Instant.now().isAfter(deadline);
            });
    return last.get();
  }

  private static Map<String, Integer> journal(ApiClient api) throws InterruptedException {
    var times = new HashMap<String, Integer>();
    var cursor = "start";
    while (!cursor.isEmpty()) {
      var page = api.get("/api/v1/journal?size=200&after=" + cursor).orThrow();
      page.path("items").forEach(entry -> times.merge(entry.path("id").asText(), 1, Integer::sum));
      cursor = page.path("nextCursor").asText();
    }
    return times;
  }
}
