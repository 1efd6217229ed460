package dev.trainyard.trainer;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class TrainerVersion implements IVersionProvider {
  static String current() {
    String version = TrainerVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"trainer " + current()};
  }
}
