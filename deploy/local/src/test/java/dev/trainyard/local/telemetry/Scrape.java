package dev.trainyard.local.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a service answers to Prometheus.
 *
 * @param lines those with a value
 */
record Scrape(List<String> lines) {

  static Scrape of(URI service, String token) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(service.resolve("/q/metrics"))
            .header("Authorization", "Bearer " + token)
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", service, answer.body()).isEqualTo(200);
    return new Scrape(answer.body().lines().filter(line -> !line.startsWith("#")).toList());
  }

  Set<String> names() {
    return lines.stream().map(line -> line.split("[{ ]")[0]).collect(Collectors.toSet());
  }

  /** The value of the only line with this name that has all these labels, such as {@code a="b"}. */
  double value(String name, String... labels) {
    var found =
        lines.stream()
            .filter(line -> line.split("[{ ]")[0].equals(name))
            .filter(line -> List.of(labels).stream().allMatch(line::contains))
            .toList();
    assertThat(found).as("%s %s", name, List.of(labels)).hasSize(1);
    return Double.parseDouble(found.get(0).substring(found.get(0).lastIndexOf(' ') + 1));
  }
}
