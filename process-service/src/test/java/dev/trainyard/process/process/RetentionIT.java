package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.Events;
import dev.trainyard.process.FakeAgent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Finished processes do not stay for ever. */
@QuarkusTest
@Backends
class RetentionIT {
  private static final String PROCESSES = "/api/v1/processes/";

  @Inject DataSource dataSource;

  @Test
  void deletesWhatEndedLongAgoButNotWhatIsSwitchedOff() throws SQLException {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var old = ended(machine, agent);
      var kept = ended(machine, agent);
      Api.act(kept, "disable").statusCode(200);
      var recent = ended(machine, agent);
      age(old, 366);
      age(kept, 366);
      age(recent, 364);

      Api.await().until(() -> Api.get(PROCESSES + old).extract().statusCode(), is(404));
      assertThat(stages(old)).isZero();
      assertThat(events.typesAbout(old, 6)).endsWith(EventType.PROCESS_DELETED);
      Api.process(kept).body("status", is("STOPPED"));
      assertThat(stages(kept)).isEqualTo(1);
      Api.process(recent).body("status", is("STOPPED"));
    }
  }

  private static UUID ended(UUID machine, FakeAgent agent) {
    var process = Api.createProcess(machine);
    Api.act(process, "start").statusCode(202);
    agent.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
    agent.report(process, 1, RunPhase.STOPPED, null);
    Api.awaitStatus(process, "STOPPED");
    return process;
  }

  private void age(UUID process, int days) throws SQLException {
    try (var connection = dataSource.getConnection();
        var update =
            connection.prepareStatement(
                "update training_process set finished_at = now() - make_interval(days => ?)"
                    + " where id = ?")) {
      update.setInt(1, days);
      update.setObject(2, process);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private int stages(UUID process) throws SQLException {
    try (var connection = dataSource.getConnection();
        var select =
            connection.prepareStatement(
                "select count(*) from process_stage where process_id = ?")) {
      select.setObject(1, process);
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
