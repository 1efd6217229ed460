package dev.trainyard.local.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The alert rules and dashboards in deploy/observability. */
final class Observability {
  private static final Path HOME = Path.of(System.getProperty("trainyard.home", "../.."));
  private static final Path FOLDER = HOME.resolve("deploy/observability");

  /** What stands in PromQL where the name of a metric could: labels, texts, times, groupings. */
  private static final Pattern NO_METRIC =
      Pattern.compile(
          "\\{[^}]*}|\"[^\"]*\"|\\[[^]]*]|\\b(by|without|on|ignoring)\\s*\\([^)]*\\)"
              + "|\\boffset\\s+\\w+|\\b(and|or|unless|bool)\\b|\\b[\\d.]+(e\\d+)?\\b");

  private static final Pattern METRIC = Pattern.compile("\\b[a-z_:][\\w:]*\\b(?!\\s*\\()");

  /** What Prometheus says of those it asks. */
  private static final String OF_PROMETHEUS = "up";

  private Observability() {}

  static Path home() {
    return HOME;
  }

  /** The alert rules. */
  static List<JsonNode> alerts() throws IOException {
    var file = FOLDER.resolve("alerts.yaml").toFile();
    var rules = new ArrayList<JsonNode>();
    for (var group : new ObjectMapper(new YAMLFactory()).readTree(file).get("groups")) {
      group.get("rules").forEach(rules::add);
    }
    return rules;
  }

  /** All expressions, by where they are. */
  static Map<String, String> expressions() throws IOException {
    var expressions = new TreeMap<String, String>();
    for (var alert : alerts()) {
      expressions.put("alert " + alert.get("alert").asText(), alert.get("expr").asText());
    }
    try (var dashboards = Files.newDirectoryStream(FOLDER.resolve("grafana"), "*.json")) {
      for (var file : dashboards) {
        for (var panel : new ObjectMapper().readTree(file.toFile()).get("panels")) {
          for (var target : panel.get("targets")) {
            expressions.put(
                "%s: %s %s"
                    .formatted(
                        file.getFileName(),
                        panel.get("title").asText(),
                        target.get("refId").asText()),
                target.get("expr").asText());
          }
        }
      }
    }
    return expressions;
  }

  /** The metrics that an expression names, but for Prometheus' own. */
  static Set<String> metricsOf(String expression) {
    var names = new TreeSet<String>();
    var matcher = METRIC.matcher(NO_METRIC.matcher(expression).replaceAll(" "));
    while (matcher.find()) {
      names.add(matcher.group());
    }
    names.remove(OF_PROMETHEUS);
    return names;
  }
}
