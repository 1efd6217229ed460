package dev.trainyard.trainer.command;

import java.io.Console;
import java.io.PrintStream;

/**
 * Where a command writes its results.
 *
 * @param stream standard output
 * @param terminal whether somebody watches, so that a line may be written again and again
 */
record Output(PrintStream stream, boolean terminal) {

  /** Standard output as the process was given it. */
  static Output of(PrintStream stream) {
    return new Output(stream, isTerminal(System.console()));
  }

  /** Since Java 22 there is always a console, which says itself whether it is a terminal. */
  private static boolean isTerminal(Console console) {
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
