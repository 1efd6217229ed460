package dev.trainyard.agent.trainer;

import dev.trainyard.agent.AgentConfig;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How the trainer is called, and with which environment: only what it needs, since the agent's own
 * may hold secrets.
 */
@Singleton
public class TrainerCommand {
  private static final List<String> VARIABLES =
      List.of("PATH", "LANG", "TZ", "LD_LIBRARY_PATH", "ENGINE_CACHE_DIR");

  private static final List<String> VARIABLE_PREFIXES =
      List.of("LC_", "CUDA_", "NVIDIA_", "DJL_", "PYTORCH_", "OMP_", "MKL_");

  /** Some keys begin like settings: {@code NVIDIA_API_KEY}. */
  private static final Pattern SECRET =
      Pattern.compile("KEY|TOKEN|SECRET|PASSW|CREDENTIAL", Pattern.CASE_INSENSITIVE);

  private final TrainerAccess access;
  private final List<String> command;
  private final boolean isJava;

  TrainerCommand(AgentConfig config, TrainerAccess access) {
    this.access = access;
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
    return access.around(whole);
  }

  /** Lets the trainer about to begin get at what it needs. */
  public TrainerAccess access() {
    return access;
  }

  /**
   * What of an environment the trainer sees, and what is its own in it.
   *
   * @param home that of this launch
   */
  public Map<String, String> environment(Map<String, String> ours, Path home) {
    var theirs = new TreeMap<String, String>();
    ours.forEach(
        (name, value) -> {
          if (isForTrainer(name)) {
            theirs.put(name, value);
          }
        });
    theirs.put("HOME", home.toString());
    theirs.put("TMPDIR", home.toString());
    var libraries =
        access
            .libraries()
            .or(() -> Optional.ofNullable(ours.get("HOME")).map(of -> Path.of(of, ".djl.ai")));
    libraries.ifPresent(
        folder -> {
          theirs.putIfAbsent("ENGINE_CACHE_DIR", folder.toString());
          theirs.putIfAbsent("DJL_CACHE_DIR", folder.toString());
          theirs.putIfAbsent("CUDA_CACHE_PATH", folder.resolve("cuda").toString());
        });
    return theirs;
  }

  private static boolean isForTrainer(String name) {
    return VARIABLES.contains(name)
        || (VARIABLE_PREFIXES.stream().anyMatch(name::startsWith) && !SECRET.matcher(name).find());
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
