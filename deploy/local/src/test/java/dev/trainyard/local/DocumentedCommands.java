package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands of the documentation, as a reader types them: one after the other, in one shell. */
final class DocumentedCommands {
  private static final Pattern BLOCK =
      Pattern.compile("^```sh\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String BEGINNING =
      """
      set -euo pipefail
      # A refusal ends the script.
      mkdir bin
      printf '#!/bin/sh\\nexec %s --fail-with-body "$@"\\n' "$(command -v curl)" > bin/curl
      chmod +x bin/curl
      PATH="$PWD/bin:$PATH"
      """;

  private final Path home;
  private final StringBuilder script = new StringBuilder(BEGINNING);

  /**
   * @param home the root of the project
   */
  DocumentedCommands(Path home) {
    this.home = home.toAbsolutePath();
  }

  /** Adds all that a page marks as {@code sh}. */
  DocumentedCommands page(String name) throws IOException {
    var commands =
        BLOCK
            .matcher(Files.readString(home.resolve("docs").resolve(name)))
            .results()
            .map(block -> block.group(1))
            .collect(Collectors.joining("\n"));
    assertThat(commands).as(name).isNotBlank();
    script.append("echo '=== ").append(name).append("'\n").append(commands).append("\n");
    return this;
  }

  /** Adds what a reader does in between. */
  DocumentedCommands then(String commands) {
    script.append(commands).append("\n");
    return this;
  }

  /**
   * Runs it all; fails with the output if a command does.
   *
   * @param folder where files go
   * @param address of the platform
   * @param token of an administrator
   */
  void run(Path folder, String address, String token) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("deploy"), home.resolve("deploy"));
    var file = Files.writeString(folder.resolve("commands.sh"), script);
    var output = folder.resolve("commands.log");
    var builder =
        new ProcessBuilder("bash", "-x", file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    var environment = builder.environment();
    environment.put("TRAINYARD", address);
    environment.put("TRAINYARD_TOKEN", token);
    environment.merge(
        "PATH",
        Path.of(System.getProperty("java.home"), "bin").toString(),
        (path, java) -> java + ":" + path);
    var shell = builder.start();
    try {
      assertThat(shell.waitFor(10, TimeUnit.MINUTES)).as("ends in time").isTrue();
    } finally {
      shell.destroy();
    }
    assertThat(shell.exitValue()).as(() -> readAll(output)).isZero();
    // Readers wait until it is READY or REJECTED, and would see what it became.
    assertThat(readAll(output)).doesNotContain("\"status\":\"REJECTED\"");
  }

  private static String readAll(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
