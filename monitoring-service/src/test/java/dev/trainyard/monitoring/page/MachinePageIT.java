package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of a machine in a real browser. */
@QuarkusTest
class MachinePageIT extends PageTest {
  private final UUID machineId = UUID.randomUUID();

  @BeforeEach
  void publishAnHourAndAHalf() {
    broker.publish(
        EventType.MACHINE_REGISTERED, machineId, Samples.machine(machineId, "gpu-77", true));
    var now = Instant.now();
    for (var minutes = 90; minutes >= 0; minutes--) {
      publish(now.minusSeconds(minutes * 60L), minutes % 30 < 20 ? 0.75 : 0.25);
    }
  }

  @Test
  void drawsHowBusyTheMachineWas() throws Exception {
    open("");

    eventually(() -> assertThat(browser.text("#name")).isEqualTo("gpu-77"));
    eventually(
        () -> {
          assertThat(browser.pixels(BLUE)).as("blue: processor").isGreaterThan(300);
          assertThat(browser.pixels(GREEN)).as("green: memory").isGreaterThan(300);
        });
    assertThat(browser.list("#header"))
        .containsEntry("Processor", "75%")
        .containsEntry("Memory", "16.0 GiB")
        .containsEntry("Free disk", "100 GiB")
        .containsEntry("GPU 0 load", "50%");
    assertThat(browser.texts("#facts li")).contains("16 cores", "NVIDIA H100, 80.0 GiB");
    assertThat(browser.run("return document.querySelectorAll('#gpu-chart canvas').length"))
        .isEqualTo(1L);
    browser.screenshot("machine");
  }

  @Test
  void looksCloserAndBackAgain() {
    open("");
    var before = browser.requests().size();

    browser.zoom(0.8, 0.9);

    eventually(() -> assertThat(browser.requests()).hasSizeGreaterThan(before));
    eventually(() -> assertThat(browser.text("#reset")).isEqualTo("Show all"));
    browser.click("#reset");
    eventually(() -> assertThat(browser.shows("#reset")).isFalse());
    eventually(() -> assertThat(rows()).isEqualTo(91L));
  }

  @Test
  void isAlsoInRussian() {
    open("?lang=ru");

    assertThat(browser.text("#chart-title")).isEqualTo("Загрузка");
    assertThat(browser.list("#header")).containsKeys("Процессор", "Видеокарта 0: загрузка");
  }

  private void open(String rest) {
    browser.go(server.resolve("/monitoring/machines/" + machineId + rest));
    eventually(() -> assertThat(rows()).isEqualTo(91L));
  }

  private static Object rows() {
    return browser.run("return document.querySelectorAll('#values tbody tr').length");
  }

  private void publish(Instant time, double cpuFraction) {
    broker.publish(
        EventType.HEARTBEAT,
        machineId,
        Samples.heartbeat(
            machineId,
            1,
            time,
            List.of(new Hardware.Gpu(0, "NVIDIA H100", 80L << 30, null)),
            new Load(
                cpuFraction, 16L << 30, 100L << 30, List.of(new Load.GpuLoad(0, 0.5, 40L << 30))),
            null));
  }
}
