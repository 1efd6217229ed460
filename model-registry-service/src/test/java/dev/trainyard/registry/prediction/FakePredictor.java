package dev.trainyard.registry.prediction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A trainer that only looks as if it predicted, in a JVM of its own, with nothing but the JDK. The
 * image's text says how it behaves.
 */
public final class FakePredictor {
  /** Never answers, and has a child. */
  static final String HANG = "hang";

  /** Cannot read the image. */
  static final String UNREADABLE = "unreadable";

  /** Says why it fails. */
  static final String FAIL = "fail";

  /** Ends without a word. */
  static final String DIE = "die";

  /** Names the variables that it sees, as classes. */
  static final String ENVIRONMENT = "environment";

  /** What tells the child of a hanging one among all processes. */
  static final String CHILD = "71.53";

  private FakePredictor() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var options = List.of(arguments);
    var image = Path.of(options.get(options.size() - 1));
    var model = Path.of(options.get(options.indexOf("--model") + 1));
    int top = Integer.parseInt(options.get(options.indexOf("--top") + 1));
    switch (Files.readString(image)) {
      case HANG -> {
        new ProcessBuilder("sleep", CHILD).start();
        new CountDownLatch(1).await();
      }
      case UNREADABLE -> {
        System.out.println("{\"file\": \"x\", \"error\": \"is no image\"}");
        System.exit(1);
      }
      case FAIL -> {
        System.err.println("failed: the model is too tired");
        System.exit(1);
      }
      case DIE -> Runtime.getRuntime().halt(137);
      case ENVIRONMENT -> show(System.getenv().keySet().stream());
      default -> show(Stream.of("invoice", "bytes-" + Files.size(model), "letter").limit(top));
    }
  }

  private static void show(Stream<String> names) {
    System.out.println("a native library says hello");
    System.out.println(
        names
            .map("{\"name\": \"%s\", \"probability\": 0.25}"::formatted)
            .collect(Collectors.joining(", ", "{\"file\": \"x\", \"predictions\": [", "]}")));
  }
}
