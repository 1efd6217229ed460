package dev.trainyard.monitoring.page;

import static dev.trainyard.monitoring.Samples.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The page of all processes and machines. Other tests have processes too: names tell them apart.
 */
@QuarkusTest
class OverviewPageIT extends PageTest {
  private final String mark = "overview-" + processId.toString().substring(0, 8);
  private final UUID other = UUID.randomUUID();

  @BeforeEach
  void openOverview() {
    publish(processId, mark + " beta", ProcessStatus.RUNNING, 1, null);
    publish(other, mark + " alpha", ProcessStatus.FAILED, 1, null);
    publishPoints(1, 1, training(100));
    publishPoints(other, 1, 1, training(50));
    browser.go(server.resolve("/monitoring"));
    browser.type("#search", mark);
    eventually(
        () -> {
          assertThat(names()).containsExactlyInAnyOrder(mark + " beta", mark + " alpha");
          assertThat(browser.texts("#processes tbody td")).contains("100 / ?", "50 / ?");
        });
  }

  @Test
  void showsWhatHappensWithoutBeingLoadedAgain() throws Exception {
    browser.run("window.loadedOnce = true");
    browser.run("document.querySelector('#processes tbody a').focus()");
    var focused = focused();

    publishPoints(1, 2, training(101));
    publish(other, mark + " alpha", ProcessStatus.RUNNING, 2, null);

    eventually(
        () -> {
          assertThat(browser.texts("#processes tbody td")).contains("101 / ?");
          assertThat(browser.texts("#processes .status")).containsExactly("running", "running");
        });
    assertThat(focused()).as("the row that had the focus keeps it").isEqualTo(focused);
    assertThat(browser.run("return window.loadedOnce")).isEqualTo(true);
    browser.screenshot("overview");
  }

  @Test
  void findsProcessesByTextAndStatus() {
    browser.type("#search", " ALPHA");
    assertThat(names()).containsExactly(mark + " alpha");

    browser.choose("#status-filter", "RUNNING");
    eventually(
        () -> assertThat(browser.text("#processes tbody")).isEqualTo("No process is like that."));

    browser.choose("#status-filter", "FAILED");
    eventually(() -> assertThat(names()).containsExactly(mark + " alpha"));
  }

  @Test
  void sortsByTheColumnThatIsClicked() {
    browser.click("#processes [data-sort=name] button");
    assertThat(names()).containsExactly(mark + " alpha", mark + " beta");

    browser.click("#processes [data-sort=iteration] button");
    assertThat(names()).containsExactly(mark + " alpha", mark + " beta");
    browser.click("#processes [data-sort=iteration] button");
    assertThat(names()).containsExactly(mark + " beta", mark + " alpha");
    assertThat(browser.attribute("#processes [data-sort=iteration]", "aria-sort"))
        .isEqualTo("descending");
  }

  @Test
  void leadsToTheCurvesOfAProcess() {
    browser.click("#processes a[href$='" + processId + "']");

    eventually(() -> assertThat(browser.text("#name")).isEqualTo(mark + " beta"));
  }

  @Test
  void showsMachinesWithTheirLoad() {
    var machineId = UUID.randomUUID();
    broker.publish(EventType.MACHINE_REGISTERED, machineId, Samples.machine(machineId, mark, true));
    broker.publish(EventType.HEARTBEAT, machineId, Samples.heartbeat(machineId, processId, 1));

    eventually(
        () ->
            assertThat(browser.texts("#machines tbody tr"))
                .anySatisfy(
                    row ->
                        assertThat(row)
                            .contains(mark, "10.0.0.17", "available", "25%", "8.0 GiB of 64.0 GiB")
                            .contains("training 300 / 1000")));
  }

  @Test
  void saysHowTheServiceIs() {
    eventually(
        () ->
            assertThat(browser.texts("#channels tbody th"))
                .containsExactly("measurements", "logs", "heartbeats", "events"));
    eventually(
        () ->
            assertThat(browser.texts("#parts tbody tr"))
                .anyMatch(row -> row.startsWith("postgresql\tworks"))
                .anyMatch(row -> row.startsWith("kafka\tworks"))
                .anyMatch(
                    row ->
                        row.startsWith("template-service\tdoes not work")
                            && row.endsWith(
                                "does not answer at http://127.0.0.1:1/q/health/ready")));
    assertThat(browser.texts("#channels tbody td")).anyMatch(text -> text.endsWith("messages"));
    assertThat(browser.texts("#service-facts li"))
        .anyMatch(fact -> fact.startsWith("running since"))
        .anyMatch(fact -> fact.startsWith("machines available"));
  }

  private static List<String> names() {
    return browser.texts("#processes tbody a");
  }

  private static Object focused() {
    return browser.run("return document.activeElement.getAttribute('href')");
  }
}
