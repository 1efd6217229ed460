package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/compose} must hold to; nothing is started. */
class ComposeTest {
  private static final Pattern ROUTE = Pattern.compile("\\t@([a-z-]+-service) path (.*)");
  private static final Pattern SECRET_SETTING = Pattern.compile("(trainyard\\.[a-z.-]+)=");

  /** They have no shell to look at themselves with. */
  private static final Set<String> WITHOUT_SHELL = Set.of("otel-collector", "tempo");

  @Test
  void theGatewayLeadsWhereTheLocalOneLeads() throws IOException {
    var routes = new TreeMap<String, String>();
    for (var line : Files.readAllLines(ComposeFile.FOLDER.resolve("gateway/Caddyfile"))) {
      var route = ROUTE.matcher(line);
      if (route.matches()) {
        var paths = List.of(route.group(2).split(" "));
        for (var path : paths) {
          if (!path.endsWith("/*")) {
            assertThat(paths).contains(path + "/*");
            routes.put(path, route.group(1));
          }
        }
      }
    }
    assertThat(routes).isEqualTo(Gateway.routes());
  }

  @Test
  void imagesHaveAVersion() throws IOException {
    var version =
        Files.readString(Path.of("../../pom.xml"))
            .replaceAll("(?s).*?<artifactId>trainyard</artifactId>\\s*<version>(.*?)</.*", "$1");
    for (var file : List.of("compose.yaml", "compose.gpu.yaml")) {
      assertThat(ComposeFile.read(file).services().values())
          .allSatisfy(
              service -> {
                var image = ComposeFile.image(service);
                assertThat(image).matches("[^/]+\\.[^/]+/.+:[^/]+").doesNotEndWith(":latest");
                if (image.contains("/trainyard/")) {
                  assertThat(image).endsWith(":" + version);
                }
              });
    }
  }

  @Test
  void containersAreRestricted() throws IOException {
    ComposeFile.read("compose.yaml")
        .services()
        .forEach(
            (name, service) -> {
              assertThat(ComposeFile.list(service, "cap_drop")).as(name).containsExactly("ALL");
              assertThat(ComposeFile.list(service, "security_opt"))
                  .as(name)
                  .contains("no-new-privileges:true");
              assertThat(service).as(name).containsKeys("mem_limit", "user", "logging");
              assertThat(service.get("read_only")).as(name).isEqualTo(!name.equals("keycloak"));
              if (!name.equals("volumes")) {
                assertThat(service.get("user").toString()).as(name).matches("[1-9][0-9]*:[0-9]+");
              }
            });
  }

  @Test
  void whatRunsForeverSaysHowItIs() throws IOException {
    ComposeFile.read("compose.yaml")
        .services()
        .forEach(
            (name, service) -> {
              if (service.get("restart").equals("unless-stopped")
                  && !WITHOUT_SHELL.contains(name)) {
                assertThat(service).as(name).containsKey("healthcheck");
              }
            });
  }

  @Test
  void settingsExist() throws IOException {
    var known =
        lines("../../libs/service-kit/src/main/resources/META-INF/trainyard-settings").stream()
            .map(ComposeTest::variable)
            .toList();
    var used = new TreeSet<>(ComposeFile.read("compose.yaml").environment());
    SECRET_SETTING
        .matcher(Files.readString(ComposeFile.FOLDER.resolve("prepare")))
        .results()
        .forEach(setting -> used.add(variable(setting.group(1))));
    assertThat(used).contains("TRAINYARD_STORAGE_SECRET_KEY");
    used.removeIf(name -> !name.startsWith("TRAINYARD_"));
    assertThat(known).containsAll(used);
  }

  /** Names of Quarkus, which we have no list of: those that are written elsewhere as well. */
  @Test
  void settingsOfQuarkusAreThoseOfKubernetesOrExplained() throws IOException {
    var elsewhere = new StringBuilder();
    try (var files = Files.walk(Path.of("../kubernetes"))) {
      for (var file : files.filter(path -> path.toString().matches(".*\\.(yaml|env)")).toList()) {
        elsewhere.append(Files.readString(file)).append('\n');
      }
    }
    lines("../../docs/configuration.md")
        .forEach(line -> elsewhere.append(variable(line)).append('\n'));
    assertThat(ComposeFile.read("compose.yaml").environment())
        .filteredOn(name -> name.startsWith("QUARKUS_"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(elsewhere).contains(name));
  }

  @Test
  void variablesAreExplained() throws IOException {
    var used = ComposeFile.read("compose.yaml").variables();
    used.putAll(ComposeFile.read("compose.gpu.yaml").variables());
    var documented = ComposeFile.documented();
    documented.keySet().removeIf(name -> name.startsWith("COMPOSE_"));
    assertThat(documented).isEqualTo(used);
  }

  @Test
  void secretsAreMade(@TempDir Path folder) throws Exception {
    for (var part : List.of("compose", "kafka", "keycloak")) {
      copy(Path.of("..", part), folder.resolve(part));
    }
    var compose = folder.resolve("compose");
    assertThat(prepare(compose)).as("the first time, it asks to look at .env").isEqualTo(1);
    assertThat(prepare(compose)).isZero();
    var file = ComposeFile.read("compose.yaml");
    assertThat(file.secrets().map(compose::resolve)).isNotEmpty().allMatch(Files::exists);
    assertThat(file.mounted().filter(path -> !path.toString().contains("observability")))
        .isNotEmpty()
        .allMatch(path -> Files.exists(compose.resolve(path)));
    var json = new ObjectMapper();
    assertThat(json.readTree(compose.resolve("secrets/s3.json").toFile()).get("identities"))
        .hasSize(3);
    assertThat(
            json.readTree(compose.resolve("secrets/trainyard-realm.json").toFile())
                .findValuesAsText("secret"))
        .hasSize(5)
        .doesNotHaveDuplicates();
    var before = Files.readString(compose.resolve("secrets/process-service.properties"));
    assertThat(prepare(compose)).isZero();
    assertThat(compose.resolve("secrets/process-service.properties")).hasContent(before);
  }

  private static int prepare(Path compose) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder("bash", compose.resolve("prepare").toString()).inheritIO().start();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } catch (IOException e) {
      assumeTrue(false, "there is no bash: " + e.getMessage());
      throw new AssertionError(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var name = from.relativize(file).toString();
        if (!name.startsWith("secrets") && !name.equals(".env")) {
          Files.copy(file, to.resolve(name));
        }
      }
    }
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file));
  }

  private static String variable(String setting) {
    return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
