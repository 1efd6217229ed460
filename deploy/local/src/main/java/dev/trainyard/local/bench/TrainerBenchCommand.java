package dev.trainyard.local.bench;

import dev.trainyard.local.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code trainyard bench trainer}: a program of its own, since it needs PyTorch, which the launcher
 * does without. It takes every argument, {@code --help} too.
 */
@Command(name = "trainer", description = "The trainer against PyTorch in Python.")
final class TrainerBenchCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException, IOException {
    var installation = Installation.fromSystemProperty();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dtrainyard.home=" + installation.home().toAbsolutePath());
    command.addAll(List.of("-jar", installation.benchTrainerJar().toString()));
    command.addAll(arguments);
    var process = new ProcessBuilder(command).inheritIO().start();
    var end = new Thread(process::destroy, "end-bench");
    Runtime.getRuntime().addShutdownHook(end);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return code;
  }
}
