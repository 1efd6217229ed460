package dev.trainyard.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every object that we have people apply must hold to. */
class ManifestsTest {
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(PASSWORD|SECRET|TOKEN|ACCESS_KEY|JAAS_CONFIG).*");

  @ParameterizedTest
  @EnumSource
  void allFieldsAreKnownToKubernetes(Overlay overlay) throws Exception {
    var objects = overlay.objects();
    assertThat(objects).isNotEmpty();
    assertThat(objects).allSatisfy(object -> assertThat(StrictModel.unknown(object)).isEmpty());
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsSeen() throws Exception {
    var deployment =
        Overlay.YAML.readTree(
            """
            apiVersion: apps/v1
            kind: Deployment
            spec:
              template:
                spec:
                  containers:
                    - name: service
                      resources:
                        limit: {}
            """);
    assertThat(StrictModel.unknown(deployment)).singleElement().asString().endsWith(".limit");
  }

  @ParameterizedTest
  @EnumSource
  void podsAreRestricted(Overlay overlay) throws Exception {
    assertThat(overlay.workloads())
        .allSatisfy(
            workload -> {
              var pod = workload.at("/spec/template/spec");
              assertThat(pod.path("automountServiceAccountToken").asText()).isEqualTo("false");
              assertThat(pod.path("enableServiceLinks").asText()).isEqualTo("false");
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
              assertThat(pod.at("/securityContext/runAsUser").asInt()).isGreaterThan(1000);
              assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                  .isEqualTo("RuntimeDefault");
              assertThat(Stream.of("hostNetwork", "hostPID", "hostIPC")).noneMatch(pod::has);
            })
        .isNotEmpty();
    assertThat(overlay.workloads().flatMap(ManifestsTest::containers))
        .allSatisfy(
            container -> {
              var context = container.path("securityContext");
              assertThat(context.path("allowPrivilegeEscalation").asText()).isEqualTo("false");
              assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
              assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
              assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
              assertThat(context.path("capabilities").has("add")).isFalse();
            });
  }

  @ParameterizedTest
  @EnumSource
  void containersSayWhatTheyNeedAndHowTheyAre(Overlay overlay) throws Exception {
    assertThat(overlay.workloads().flatMap(ManifestsTest::containers))
        .allSatisfy(
            container -> {
              assertThat(container.at("/resources/requests/cpu").isMissingNode()).isFalse();
              assertThat(container.at("/resources/requests/memory").isMissingNode()).isFalse();
              assertThat(container.at("/resources/limits/memory").isMissingNode()).isFalse();
              for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                assertThat(container.path(probe).isObject()).as(probe).isTrue();
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void imagesHaveAVersion(Overlay overlay) throws Exception {
    assertThat(overlay.workloads().flatMap(ManifestsTest::containers))
        .allSatisfy(
            container ->
                assertThat(container.path("image").asText())
                    .matches(".+:[^/]+")
                    .doesNotEndWith(":latest"));
  }

  @ParameterizedTest
  @EnumSource
  void secretsAreOnlyReferredTo(Overlay overlay) throws Exception {
    assertThat(overlay.objects("Secret")).isEmpty();
    assertThat(
            overlay
                .workloads()
                .flatMap(ManifestsTest::containers)
                .flatMap(container -> elements(container.path("env")))
                .filter(variable -> SECRET_NAME.matcher(variable.get("name").asText()).matches()))
        .allSatisfy(
            variable ->
                assertThat(variable.at("/valueFrom/secretKeyRef").isObject())
                    .as("%s", variable)
                    .isTrue());
    for (var settings : overlay.objects("ConfigMap")) {
      assertThat(settings.get("data").fieldNames())
          .toIterable()
          .noneMatch(name -> SECRET_NAME.matcher(name).matches());
    }
  }

  @ParameterizedTest
  @EnumSource
  void podsReachNothingThatIsNotNamed(Overlay overlay) throws Exception {
    var policies = overlay.objects("NetworkPolicy");
    assertThat(overlay.workloads())
        .allSatisfy(
            workload ->
                assertThat(policies)
                    .anySatisfy(
                        policy -> {
                          assertThat(selects(policy, workload.at("/spec/template/metadata/labels")))
                              .isTrue();
                          assertThat(texts(policy.at("/spec/policyTypes")))
                              .containsExactly("Egress", "Ingress");
                          assertThat(policy.at("/spec/ingress").isMissingNode()).isTrue();
                        }));
  }

  /** They ask Kubernetes' own interface, at addresses that no policy can name. */
  @ParameterizedTest
  @EnumSource(names = {"OPERATORS", "SMALL"})
  void whatOperatorsRunMayReachAnything(Overlay overlay) throws Exception {
    for (var label : List.of("strimzi.io/cluster", "cnpg.io/cluster")) {
      var pod = Overlay.YAML.createObjectNode().put(label, "any");
      assertThat(overlay.objects("NetworkPolicy"))
          .noneMatch(
              policy ->
                  texts(policy.at("/spec/policyTypes")).contains("Egress") && selects(policy, pod));
    }
  }

  @ParameterizedTest
  @EnumSource
  void settingsExist(Overlay overlay) throws Exception {
    var known =
        Files.readAllLines(
                Path.of("../../libs/service-kit/src/main/resources/META-INF/trainyard-settings"))
            .stream()
            .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
            .toList();
    var used = new TreeSet<String>();
    for (var settings : overlay.objects("ConfigMap")) {
      settings.get("data").fieldNames().forEachRemaining(used::add);
    }
    overlay
        .workloads()
        .flatMap(ManifestsTest::containers)
        .flatMap(container -> elements(container.path("env")))
        .forEach(variable -> used.add(variable.get("name").asText()));
    used.removeIf(name -> !name.startsWith("TRAINYARD_"));
    assertThat(used).isNotEmpty();
    assertThat(known).containsAll(used);
  }

  @ParameterizedTest
  @EnumSource(names = "AGENTS", mode = EnumSource.Mode.EXCLUDE)
  void theNamespaceRefusesOtherPods(Overlay overlay) throws Exception {
    assertThat(overlay.objects("Namespace"))
        .allSatisfy(
            namespace ->
                assertThat(
                        namespace
                            .at("/metadata/labels")
                            .path("pod-security.kubernetes.io/enforce")
                            .asText())
                    .isEqualTo("restricted"))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = "AGENTS", mode = EnumSource.Mode.EXCLUDE)
  void theIngressLeadsToServicesThatAreThere(Overlay overlay) throws Exception {
    var services =
        overlay.objects("Service").stream()
            .map(service -> service.at("/metadata/name").asText())
            .toList();
    var targets =
        elements(overlay.objects("Ingress").get(0).at("/spec/rules/0/http/paths"))
            .map(path -> path.at("/backend/service/name").asText());
    assertThat(targets).isNotEmpty().allMatch(services::contains);
  }

  private static boolean selects(JsonNode policy, JsonNode labels) {
    var selector = policy.at("/spec/podSelector");
    for (var wanted : selector.path("matchLabels").properties()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    return elements(selector.path("matchExpressions"))
        .allMatch(
            expression -> {
              assertThat(expression.get("operator").asText()).isEqualTo("DoesNotExist");
              return !labels.has(expression.get("key").asText());
            });
  }

  private static Stream<JsonNode> containers(JsonNode workload) {
    var pod = workload.at("/spec/template/spec");
    return Stream.concat(elements(pod.path("initContainers")), elements(pod.path("containers")));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static TreeSet<String> texts(JsonNode array) {
    var texts = new TreeSet<String>();
    elements(array).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
