package dev.trainyard.trainer.command;

import dev.trainyard.trainer.TrainingFailure;
import dev.trainyard.trainer.compute.OutOfMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says on standard error, in words, why a command failed. */
final class Failures implements IExecutionExceptionHandler {
  /** Exit code of a command that failed. */
  static final int FAILED = 1;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    var errors = command.getErr();
    if (failure instanceof TrainingFailure known) {
      errors.println("failed: " + known.getMessage());
      known.details().forEach(detail -> errors.println("  " + detail));
    } else if (OutOfMemory.isCauseOf(failure)) {
      errors.println("failed: not enough memory; try a smaller --batch-size");
    } else if (failure instanceof IOException) {
      errors.println("failed: " + reasonOf(failure));
    } else if (failure instanceof UncheckedIOException) {
      errors.println("failed: " + reasonOf(failure.getCause()));
    } else {
      errors.println("failed, which it never should: please report this");
      failure.printStackTrace(errors);
    }
    errors.flush();
    return FAILED;
  }

  /** A failure in words, also where Java names only the file. */
  static String reasonOf(Throwable failure) {
    if (failure instanceof NoSuchFileException
        || failure instanceof java.io.FileNotFoundException) {
      return "there is no file " + failure.getMessage();
    }
    if (failure instanceof AccessDeniedException) {
      return "not allowed to read " + failure.getMessage();
    }
    return failure.getMessage() != null ? failure.getMessage() : failure.toString();
  }
}
