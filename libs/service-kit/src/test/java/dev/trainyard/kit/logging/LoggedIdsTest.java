package dev.trainyard.kit.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class LoggedIdsTest {
  private static final UUID PROCESS = UUID.randomUUID();

  @Test
  void takesTheIdsOutOfAMessage() {
    assertThat(ids(true, "Run failed processId=%s attempt=%d modelId=%s", PROCESS, 2, "m-1"))
        .isEqualTo(Map.of("processId", PROCESS.toString(), "modelId", "m-1"));
  }

  @Test
  void countsOnlyWhatTakesAnArgument() {
    assertThat(ids(true, "Disk 90%% full%n free=%5.1f machineId=%s", 1.5, "a"))
        .isEqualTo(Map.of("machineId", "a"));
  }

  @Test
  void doesNotBelieveWhatAValueSays() {
    assertThat(ids(true, "Refused reason=%s", "processId=" + PROCESS)).isEmpty();
  }

  @Test
  void leavesOutWhatIsUnknown() {
    assertThat(ids(true, "Refused processId=%s", (Object) null)).isEmpty();
  }

  @Test
  void addsNothingToPlainLines() {
    assertThat(ids(false, "Run failed processId=%s", PROCESS)).isEmpty();
  }

  private static Map<String, String> ids(boolean json, String message, Object... parameters) {
    var record = new ExtLogRecord(Level.INFO, message, ExtLogRecord.FormatStyle.PRINTF, "test");
    record.setParameters(parameters);
    assertThat(new LoggedIds(json).isLoggable(record)).isTrue();
    return record.getMdcCopy();
  }
}
