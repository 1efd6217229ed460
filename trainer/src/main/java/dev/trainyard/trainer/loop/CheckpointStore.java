package dev.trainyard.trainer.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.weights.checkpoint.CheckpointReader;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import dev.trainyard.weights.checkpoint.InvalidCheckpointException;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The checkpoint of one run in its work directory: one file with weights, momentum and progress,
 * which replaces the one before as a whole, and one file per best network. What is random in a run
 * follows from the seed and the iteration, so there is no more state than this.
 */
public final class CheckpointStore {
  private static final String FILE = "checkpoint.pth";
  private static final String STATE = "state.json";
  private static final String MOMENTUM_PREFIX = "optimizer.momentum.";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A checkpoint as read back. */
  record Saved(Progress progress, Map<String, Tensor> weights, Map<String, Tensor> momentum) {}

  /** What lies beside the tensors; the fingerprint says which run the checkpoint belongs to. */
  record State(String run, Progress progress) {}

  private final Path folder;
  private final String run;

  CheckpointStore(Path folder, String run) {
    this.folder = folder;
    this.run = run;
  }

  void save(Progress progress, Map<String, Tensor> weights, Map<String, Tensor> momentum)
      throws IOException {
    var tensors = new LinkedHashMap<>(weights);
    momentum.forEach((name, tensor) -> tensors.put(MOMENTUM_PREFIX + name, tensor));
    byte[] state = JSON.writeValueAsBytes(new State(run, progress));
    CheckpointWriter.write(folder.resolve(FILE), tensors, Map.of(STATE, state));
  }

  /**
   * Reads the checkpoint of this run; empty if there is none, or one of another run.
   *
   * @throws InvalidCheckpointException if it is damaged
   */
  Optional<Saved> load() throws IOException {
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var attachment =
        CheckpointReader.attachment(file, STATE)
            .orElseThrow(() -> new InvalidCheckpointException("it has no state"));
    var state = JSON.readValue(attachment, State.class);
    if (!state.run().equals(run)) {
      return Optional.empty();
    }
    var weights = new LinkedHashMap<String, Tensor>();
    var momentum = new LinkedHashMap<String, Tensor>();
    CheckpointReader.read(file)
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(MOMENTUM_PREFIX)) {
                momentum.put(name.substring(MOMENTUM_PREFIX.length()), tensor);
              } else {
                weights.put(name, tensor);
              }
            });
    return Optional.of(new Saved(state.progress(), weights, momentum));
  }

  /** Removes what an earlier run left, so that no later attempt goes on from it. */
  void clear() throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
    forgetBestExcept(0);
  }

  void saveBest(int iteration, Map<String, Tensor> weights) throws IOException {
    CheckpointWriter.write(bestFile(iteration), weights);
  }

  Map<String, Tensor> loadBest(int iteration) throws IOException {
    return CheckpointReader.read(bestFile(iteration));
  }

  /** Removes the files of best networks other than this one, which a checkpoint now names. */
  void forgetBestExcept(int iteration) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "best-*.pth*")) {
      for (var file : files) {
        if (!file.equals(bestFile(iteration))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path bestFile(int iteration) {
    return folder.resolve("best-" + iteration + ".pth");
  }
}
