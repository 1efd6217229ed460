package dev.trainyard.kit.privilege;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user of the operating system.
 *
 * @param user the number of it
 * @param group the number of its own group
 */
record UserIds(int user, int group) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /**
   * The user of this name, or of this number, which need not have a name.
   *
   * @throws IllegalStateException if there is none
   */
  static UserIds of(String name) {
    var user = ask("id", "-u", "--", name);
    var group = ask("id", "-g", "--", name);
    if (user.isPresent() && group.isPresent()) {
      return new UserIds(user.get(), group.get());
    }
    if (NUMBER.matcher(name).matches()) {
      return new UserIds(Integer.parseInt(name), Integer.parseInt(name));
    }
    throw new IllegalStateException("There is no user " + name + " on this machine.");
  }

  /** Who this is. */
  static UserIds ofThisProcess() {
    return new UserIds(ask("id", "-u").orElseThrow(), ask("id", "-g").orElseThrow());
  }

  private static Optional<Integer> ask(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return process.onExit().join().exitValue() == 0 && NUMBER.matcher(answer).matches()
          ? Optional.of(Integer.valueOf(answer))
          : Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("Users cannot be looked up: " + e.getMessage(), e);
    }
  }
}
