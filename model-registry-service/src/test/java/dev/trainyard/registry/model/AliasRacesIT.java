package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.delete;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.point;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static dev.trainyard.registry.model.RegistryClient.takeAway;
import static dev.trainyard.registry.model.RegistryClient.update;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.registry.archive.TestArchives;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many move aliases at once. */
@RegistryTest
class AliasRacesIT {
  private static final byte[] ARCHIVE = TestArchives.valid();
  private static final List<String> CHAMPION = List.of("champion");

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final UUID project = UUID.randomUUID();

  @Test
  void leavesOneHolderOfManyMovesAndTellsOfEachInOrder() throws Exception {
    var ids = IntStream.range(0, 6).mapToObj(index -> version()).toList();

    var next = new AtomicInteger();
    var answers =
        Race.atOnce(
            36, () -> point("champion", ids.get(next.getAndIncrement() % ids.size())).extract());

    assertThat(answers).extracting(answer -> answer.statusCode()).containsOnly(200);
    var holders =
        get("/models?alias=champion&projectId=" + project).extract().jsonPath().getList("items.id");
    assertThat(holders).hasSize(1).isSubsetOf(ids);
    var holder = holders.get(0);
    ids.forEach(
        id ->
            get("/models/" + id)
                .body("aliases", id.equals(holder) ? contains("champion") : empty()));
    assertEventsLeadTo(UUID.fromString(holder.toString()), ids);
  }

  /** Every event is one revision; in order of time each takes the alias from who had it. */
  private void assertEventsLeadTo(UUID holder, List<String> ids) {
    ids.forEach(id -> update(id, Map.of("tags", List.of("end"))).statusCode(200));
    var events =
        new PublishedEvents(bootstrapServers)
            .of(ids.stream().collect(toSet()), event -> event.tags().contains("end")).stream()
                .map(event -> event.dataAs(ModelEvent.class))
                .toList();
    events.stream()
        .collect(groupingBy(ModelEvent::modelId))
        .forEach(
            (id, told) -> {
              assertThat(told.get(told.size() - 1).aliases())
                  .isEqualTo(id.equals(holder) ? CHAMPION : List.of());
              // The registration is revision 0, the first event 1.
              assertThat(get("/models/" + id).extract().header("ETag"))
                  .isEqualTo("\"" + told.size() + "\"");
              for (var index = 1; index < told.size() - 1; index++) {
                assertThat(told.get(index).aliases()).isNotEqualTo(told.get(index - 1).aliases());
              }
            });

    UUID present = null;
    var moves =
        events.stream()
            .filter(event -> event.tags().isEmpty())
            .collect(groupingBy(ModelEvent::occurredAt, TreeMap::new, toList()));
    for (var move : moves.values()) {
      for (var event : move) {
        if (event.aliases().isEmpty() && move.size() == 2) {
          assertThat(event.modelId()).isEqualTo(present);
        }
      }
      for (var event : move) {
        if (!event.aliases().isEmpty()) {
          present = event.modelId();
        }
      }
    }
    assertThat(present).isEqualTo(holder);
  }

  @Test
  void waitsForNobodyForEverWhenManyAliasesGoManyWays() throws Exception {
    var ids = IntStream.range(0, 4).mapToObj(index -> version()).toList();

    var next = new AtomicInteger();
    var answers =
        Race.atOnce(
            40,
            () -> {
              var turn = next.getAndIncrement();
              var id = ids.get(turn % 4);
              return switch (turn % 5) {
                case 0 -> update(id, Map.of("tags", List.of("t" + turn))).extract().statusCode();
                case 1 -> takeAway("a" + turn % 3, id).extract().statusCode();
                default -> point("a" + turn % 3, id).extract().statusCode();
              };
            });

    assertThat(answers).isSubsetOf(200, 204, 404, 412);
    for (var alias : List.of("a0", "a1", "a2")) {
      assertThat(
              get("/models?projectId=" + project + "&alias=" + alias)
                  .extract()
                  .jsonPath()
                  .getList("items.id"))
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @RepeatedTest(8)
  void eitherDeletesTheModelOrPointsAtIt() throws Exception {
    var present = version();
    point("champion", present);
    var wanted = version();

    var answers = inTurn(() -> status(point("champion", wanted)), () -> status(delete(wanted)));

    var holder = get("/models?alias=champion&projectId=" + project).extract().jsonPath();
    if (answers.contains(204)) {
      assertThat(answers).containsExactlyInAnyOrder(204, 404);
      assertThat(holder.getList("items.id")).isEqualTo(List.of(present));
      get("/models/" + wanted).statusCode(404);
    } else {
      assertThat(answers).containsExactlyInAnyOrder(200, 409);
      assertThat(holder.getList("items.id")).isEqualTo(List.of(wanted));
    }
  }

  @RepeatedTest(8)
  void deletesTheOldHolderOnlyAfterTheMove() throws Exception {
    var old = version();
    point("champion", old);
    var wanted = version();

    var answers = inTurn(() -> status(point("champion", wanted)), () -> status(delete(old)));

    assertThat(answers.get(0)).isEqualTo(200);
    assertThat(answers.get(1)).isIn(204, 409);
    get("/models?alias=champion&projectId=" + project).body("items.id", contains(wanted));
    get("/models/" + old).statusCode(answers.get(1) == 204 ? 404 : 200);
  }

  /** What two calls at the same time return, the first's first. */
  private static List<Integer> inTurn(Callable<Integer> one, Callable<Integer> other)
      throws Exception {
    var results = new ConcurrentSkipListMap<Integer, Integer>();
    var next = new AtomicInteger();
    Race.atOnce(
        2,
        () -> {
          var turn = next.getAndIncrement();
          return results.put(turn, turn == 0 ? one.call() : other.call());
        });
    return List.copyOf(results.values());
  }

  private static int status(ValidatableResponse response) {
    return response.extract().statusCode();
  }

  private String version() {
    return ready(aModel().with("projectId", project), ARCHIVE).getString("id");
  }
}
