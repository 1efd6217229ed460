package dev.trainyard.local.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObservabilityTest {
  @Test
  void everyAlertHasItsParagraphInTheRunbook() throws Exception {
    var runbook = Files.readString(Observability.home().resolve("docs/operations.md"));
    var alerts = runbook.substring(runbook.indexOf("\n## Alerts\n"));
    var names = new ArrayList<String>();
    for (var alert : Observability.alerts()) {
      var name = alert.get("alert").asText();
      names.add(name);
      assertThat(alert.get("annotations").get("runbook_url").asText())
          .isEqualTo("docs/operations.md#" + name.toLowerCase(java.util.Locale.ROOT));
      assertThat(alert.get("labels").get("severity").asText()).isIn("critical", "warning");
    }
    var headings =
        alerts.lines().filter(line -> line.startsWith("### ")).map(line -> line.substring(4));
    assertThat(headings).containsExactlyElementsOf(names);
  }

  @Test
  void theMetricsOfAnExpressionAreFound() {
    assertThat(
            Observability.metricsOf(
                "sum by (service) (rate(a_total{status=~\"5..\"}[5m])) / max(b_c) > 1e3"
                    + " unless d offset 1h and up == 0"))
        .isEqualTo(Set.of("a_total", "b_c", "d"));
  }
}
