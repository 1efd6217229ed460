package dev.trainyard.bench.remaining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Another process on the machine that computes on one core for random spells, until it is closed or
 * its parent goes: it ends with its standard input.
 */
final class OtherWork implements AutoCloseable {
  private static final double MEAN_SPELL_SECONDS = 6;
  private static final double NANOS = 1e9;

  private final Process process;

  private OtherWork(Process process) {
    this.process = process;
  }

  static OtherWork start(long seed) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            OtherWork.class.getName(),
            String.valueOf(seed));
    return new OtherWork(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The process's program. */
  public static void main(String[] arguments) throws InterruptedException {
    var random = new Random(Long.parseLong(arguments[0]));
    var end = new CountDownLatch(1);
    var watcher = new Thread(() -> awaitEndOfInput(end), "end-of-input");
    watcher.setDaemon(true);
    watcher.start();
    double sum = 0;
    while (!end.await((long) (spell(random) * NANOS), TimeUnit.NANOSECONDS)) {
      long until = System.nanoTime() + (long) (spell(random) * NANOS);
      while (System.nanoTime() < until && end.getCount() > 0) {
        sum += Math.sin(sum + 1);
      }
    }
    // Printed, so that no compiler finds the work idle.
    System.out.println(sum);
  }

  private static double spell(Random random) {
    return -MEAN_SPELL_SECONDS * Math.log(1 - random.nextDouble());
  }

  private static void awaitEndOfInput(CountDownLatch end) {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said; only the end counts.
      }
    } catch (IOException e) {
      // As good as the end.
    } finally {
      end.countDown();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
