package dev.trainyard.agent.trainer;

import dev.trainyard.agent.AgentConfig;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the trainer is called, and with which environment: only what it needs, since the agent's own
 * may hold secrets.
 */
@Singleton
public class TrainerCommand {
  private static final List<String> VARIABLES =
      List.of(
          "PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "ENGINE_CACHE_DIR");

  private static final List<String> VARIABLE_PREFIXES =
      List.of("LC_", "CUDA_", "NVIDIA_", "DJL_", "PYTORCH_", "OMP_", "MKL_");

  private final List<String> command;
  private final boolean isJava;

  TrainerCommand(AgentConfig config) {
    this.isJava = config.trainerCommand().isEmpty();
    this.command = config.trainerCommand().map(List::copyOf).orElseGet(() -> javaCommand(config));
  }

  /**
   * The command for a run.
   *
   * @param temporary where Java puts its temporary files: what a killed trainer leaves there goes
   *     with the run
   */
  public List<String> forSpecification(Path specification, Path temporary) {
    var whole = new ArrayList<>(command);
    if (isJava) {
      whole.add(1, "-Djava.io.tmpdir=" + temporary);
    }
    whole.add("--spec");
    whole.add(specification.toString());
    return whole;
  }

  /** What of an environment the trainer sees. */
  public static Map<String, String> environment(Map<String, String> ours) {
    var theirs = new TreeMap<String, String>();
    ours.forEach(
        (name, value) -> {
          if (VARIABLES.contains(name) || VARIABLE_PREFIXES.stream().anyMatch(name::startsWith)) {
            theirs.put(name, value);
          }
        });
    return theirs;
  }

  private static List<String> javaCommand(AgentConfig config) {
    var jar =
        config
            .trainerJar()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The agent does not know the trainer: set trainyard.agent.trainer-jar"));
    var java =
        config.java().orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"));
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.addAll(config.trainerJavaOptions().orElse(List.of()));
    command.add("-jar");
    command.add(jar.toAbsolutePath().toString());
    return command;
  }
}
