package dev.trainyard.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a service is started with. */
interface Program {

  /**
   * The command line.
   *
   * @param settings the names of the environment variables that configure the service
   */
  List<String> command(Set<String> settings);

  /** A jar, on the Java that runs this. */
  static Program jar(Path jar, List<String> jvmOptions) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-jar");
    command.add(jar.toString());
    return settings -> command;
  }
}
