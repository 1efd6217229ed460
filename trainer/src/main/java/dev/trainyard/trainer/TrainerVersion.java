package dev.trainyard.trainer;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
public final class TrainerVersion implements IVersionProvider {
  /** For example {@code 0.1.0}, or {@code development} outside a jar. */
  public static String current() {
    String version = TrainerVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"trainer " + current()};
  }
}
