package dev.trainyard.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of Kubernetes that we use, as its own interface knows them. The model keeps what it
 * does not know beside what it knows, so what comes out of it again tells nothing: whatever was
 * kept beside is a field that Kubernetes does not have.
 */
final class StrictModel {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Stream.<Class<? extends HasMetadata>>of(
              ConfigMap.class,
              DaemonSet.class,
              Deployment.class,
              HorizontalPodAutoscaler.class,
              Ingress.class,
              Namespace.class,
              NetworkPolicy.class,
              PodDisruptionBudget.class,
              Service.class,
              ServiceAccount.class,
              StatefulSet.class)
          .collect(
              Collectors.toMap(
                  kind -> HasMetadata.getApiVersion(kind) + " " + HasMetadata.getKind(kind),
                  Function.identity()));

  /** Groups of operators, whose kinds are not in the model. */
  private static final Set<String> OPERATORS =
      Set.of("kafka.strimzi.io/v1", "postgresql.cnpg.io/v1");

  private static final ObjectMapper JSON = new ObjectMapper();

  private StrictModel() {}

  /**
   * Fields that Kubernetes does not know, or what else it would refuse; empty for what operators
   * define.
   */
  static List<String> unknown(JsonNode object) {
    var version = object.path("apiVersion").asText();
    var name = version + " " + object.path("kind").asText();
    if (OPERATORS.contains(version)) {
      return List.of();
    }
    return Optional.ofNullable(KINDS.get(name))
        .map(kind -> unknown(object, kind))
        .orElseGet(() -> List.of("the kind " + name));
  }

  private static List<String> unknown(JsonNode object, Class<? extends HasMetadata> kind) {
    try {
      var unknown = new ArrayList<String>();
      collect(JSON.treeToValue(object, kind), kind.getSimpleName(), unknown);
      return unknown;
    } catch (JsonProcessingException e) {
      return List.of(e.getOriginalMessage());
    }
  }

  private static void collect(Object part, String path, List<String> unknown) {
    if (part instanceof List<?> list) {
      for (var i = 0; i < list.size(); i++) {
        collect(list.get(i), path + "[" + i + "]", unknown);
      }
    } else if (part != null && part.getClass().getName().startsWith("io.fabric8.kubernetes.api")) {
      for (var method : part.getClass().getMethods()) {
        var getter = method.getName();
        if (method.getParameterCount() > 0 || !getter.startsWith("get")) {
          continue;
        }
        if (getter.equals("getAdditionalProperties")) {
          ((Map<?, ?>) call(method, part)).keySet().forEach(key -> unknown.add(path + "." + key));
        } else if (method.getDeclaringClass() == part.getClass()) {
          collect(call(method, part), path + "." + getter.substring(3), unknown);
        }
      }
    }
  }

  private static Object call(java.lang.reflect.Method method, Object target) {
    try {
      return method.invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(method + " of the model cannot be called", e);
    }
  }
}
