package dev.trainyard.bench.trainer;

import dev.trainyard.contracts.training.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * PyTorch in Python, if this machine has it.
 *
 * @param python the interpreter
 * @param script peer.py
 * @param versions of torch and torchvision, for people
 * @param precision in which it learns; PyTorch's own default is 32 bits
 */
record Peer(String python, Path script, String versions, Precision precision) {
  private static final List<String> USUAL = List.of("/usr/bin/python3", "python3");
  private static final String PROBE =
      "import torch, torchvision; print('torch', torch.__version__ + ', torchvision',"
          + " torchvision.__version__)";
  private static final int PROBE_SECONDS = 60;

  /**
   * Looks for an interpreter with torch and torchvision.
   *
   * @param wanted the one to use; null looks at the usual places
   * @throws BenchException if the wanted one has no torch or torchvision
   */
  static Optional<Peer> find(String wanted, Path script) throws InterruptedException {
    for (var python : wanted == null ? USUAL : List.of(wanted)) {
      var versions = versions(python);
      if (versions.isPresent()) {
        return versions.map(found -> new Peer(python, script, found, Precision.FLOAT32));
      }
    }
    if (wanted != null) {
      throw new BenchException(
          "--python: %s cannot import torch and torchvision: install them there, or leave it out"
              .formatted(wanted));
    }
    return Optional.empty();
  }

  private static Optional<String> versions(String python) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(python, "-c", PROBE)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      var output = new String(process.getInputStream().readAllBytes()).strip();
      return process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      // There is no such program.
      return Optional.empty();
    }
  }

  /** The same, learning in another precision. */
  Peer in(Precision other) {
    return new Peer(python, script, versions, other);
  }

  /** The command line of one of its subcommands. */
  List<String> command(String subcommand, Object... options) {
    var command = new ArrayList<>(List.of(python, script.toString(), subcommand));
    for (var option : options) {
      command.add(option.toString());
    }
    command.addAll(List.of("--precision", precision.name()));
    return command;
  }
}
