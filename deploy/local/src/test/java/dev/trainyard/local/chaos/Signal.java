package dev.trainyard.local.chaos;

import java.io.IOException;
import java.util.List;

/** A signal of the operating system that Java has no method for. */
enum Signal {
  STOP,
  CONT;

  void send(List<Long> pids) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("kill", "-" + name()));
    pids.forEach(pid -> command.add(String.valueOf(pid)));
    // Not inherited output: a process of a tree may have ended meanwhile, which is no news.
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
