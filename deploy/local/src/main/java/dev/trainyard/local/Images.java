package dev.trainyard.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The images of the services, for a platform whose services run in containers of podman, with the
 * rights that they have on Kubernetes: the user of the image, or of whoever starts this where that
 * is the same one, no capabilities, and nothing to write to but {@code /tmp} and the agent's data.
 *
 * @param prefix what the names begin with, such as {@code docker.io/trainyard}
 * @param tag the tag of all
 */
record Images(String prefix, String tag) {
  /** Where an image has its trainer. */
  static final Path TRAINER_JAR = Path.of("/opt/trainyard/trainer/trainer.jar");

  private static final Map<String, String> OF_SERVICE = Map.of("agent-service", "agent-cpu");

  /** Those that the system property {@code trainyard.images} names, as {@code PREFIX:TAG}. */
  static Optional<Images> fromSystemProperty() {
    return Optional.ofNullable(System.getProperty("trainyard.images")).map(Images::parse);
  }

  private static Images parse(String images) {
    var colon = images.lastIndexOf(':');
    if (colon < 1 || images.indexOf('/', colon) > 0) {
      throw new PlatformException("trainyard.images is not PREFIX:TAG but " + images);
    }
    return new Images(images.substring(0, colon), images.substring(colon + 1));
  }

  /**
   * A service in a container that ends with the program that started it.
   *
   * @param data the platform's data, of which a service sees certificates and tokens
   */
  Program program(String service, List<String> jvmOptions, Path data) {
    return settings -> command(service, jvmOptions, data, settings);
  }

  private List<String> command(
      String service, List<String> jvmOptions, Path data, Set<String> settings) {
    var command = new ArrayList<>(List.of("podman", "run", "--rm", "--interactive"));
    command.addAll(List.of("--name", service, "--network", "host"));
    command.addAll(List.of("--read-only", "--tmpfs", "/tmp:rw,exec,mode=1777"));
    command.addAll(List.of("--cap-drop", "all", "--security-opt", "no-new-privileges"));
    command.addAll(List.of("--volume", data + ":" + data + ":ro"));
    if (OF_SERVICE.containsKey(service)) {
      command.addAll(List.of("--volume", data.resolve("agent") + ":" + data.resolve("agent")));
    }
    // By name alone: who lists processes would read values.
    settings.stream().sorted().forEach(name -> command.addAll(List.of("--env", name)));
    command.addAll(List.of("--env", "JAVA_TOOL_OPTIONS=" + String.join(" ", jvmOptions)));
    command.add(prefix + "/" + OF_SERVICE.getOrDefault(service, service) + ":" + tag);
    return command;
  }
}
