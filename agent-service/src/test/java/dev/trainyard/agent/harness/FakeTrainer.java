package dev.trainyard.agent.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A trainer that trains nothing: speaks the protocol in a JVM of its own, with nothing but the JDK.
 * The process's name says how it behaves.
 */
public final class FakeTrainer {
  /** Trains at once and delivers. */
  public static final String QUICK = "quick";

  /** Trains until it is stopped. */
  public static final String ENDLESS = "endless";

  /** Trains and does not listen. */
  public static final String STUBBORN = "stubborn";

  /** Ends in the middle without a word. */
  public static final String CRASHING = "crashing";

  /** Ends without a word the first time, and delivers when it is started again. */
  public static final String CRASHING_ONCE = "crashing-once";

  /** Trains until its work directory has a file of the name {@code finish}, then delivers. */
  public static final String WAITING = "waiting";

  /** Does not listen, and has a child whose parent is gone. */
  public static final String FORKING = "forking";

  /** Trains for a while and says nothing more, nor does it listen. */
  public static final String HANGING = "hanging";

  /** Hangs the first time, and delivers when it is started again. */
  public static final String HANGING_ONCE = "hanging-once";

  /** Says only that it is alive, until its work directory has a file of the name {@code finish}. */
  public static final String QUIET = "quiet";

  /** Does not listen, and has a child that has left its process group. */
  public static final String ESCAPING = "escaping";

  /** Delivers a link to a file that is not its own, {@code /etc/hostname}. */
  public static final String LINKING = "linking";

  /** Tells what it can read of what {@link #SPIED} names, then delivers. */
  public static final String SPYING = "spying";

  /** Paths, separated by colons. */
  public static final String SPIED = "CUDA_SPIED_PATHS";

  /** Writes {@link #FLOOD_LINES} lines to its log at once, then trains until it is stopped. */
  public static final String FLOODING = "flooding";

  /** What a flooding one writes at once: {@code flood 1} and so on. */
  public static final int FLOOD_LINES = 20_000;

  /** Says what is wrong. */
  public static final String FAILING = "failing";

  private static final CountDownLatch STOP = new CountDownLatch(1);
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private FakeTrainer() {}

  public static void main(String[] arguments) throws Exception {
    var specification = Files.readString(Path.of(arguments[1]));
    var work = work(specification);
    Files.writeString(
        work.resolve("attempts"),
        text(specification, "attempt", "(\\d+)") + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    System.err.println("environment " + String.join(" ", System.getenv().keySet()));
    System.err.println("template revision " + text(specification, "templateRevision", "(\\d+)"));
    System.err.println("dataset " + Files.isDirectory(dataset(specification)));
    var baseModel = Path.of(text(specification, "baseModel"));
    System.err.println(
        "base model as told "
            + sha256(Files.readAllBytes(baseModel)).equals(text(specification, "baseModelSha256")));
    System.err.println("pid " + ProcessHandle.current().pid());
    say("{\"type\":\"stage\",\"stage\":\"TEST_DATASET_READY\"}");
    var behaviour = text(specification, "processName");
    if (behaviour.equals(FAILING)) {
      say(
          "{\"type\":\"failure\",\"cause\":\"DIVERGED\",\"message\":\"The loss is not a number."
              + " Lower the learning rate.\",\"details\":[\"at iteration 3\"]}");
      System.exit(1);
    }
    say("{\"type\":\"stage\",\"stage\":\"RUN_STARTED\"}");
    say("{\"type\":\"notice\",\"message\":\"No GPU: training on the CPU.\"}");
    listen();
    if (behaviour.equals(FORKING)) {
      new ProcessBuilder("sh", "-c", "sleep 600 & echo child $! >&2").inheritIO().start().waitFor();
    }
    if (behaviour.equals(ESCAPING)) {
      new ProcessBuilder("sh", "-c", "setsid sh -c 'echo child $$ >&2; exec sleep 600' &")
          .inheritIO()
          .start()
          .waitFor();
    }
    if (behaviour.equals(SPYING)) {
      spy();
    }
    if (behaviour.equals(FLOODING)) {
      flood();
    }
    train(behaviour, specification);
    System.err.println("trained");
  }

  private static void spy() throws IOException {
    System.err.println("user " + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    System.err.println("home " + System.getenv("HOME"));
    for (var path : System.getenv(SPIED).split(":")) {
      System.err.println((isReadable(Path.of(path)) ? "read " : "denied ") + path);
    }
    var parent = ProcessHandle.current().parent().orElseThrow().pid();
    System.err.println(
        isReadable(Path.of("/proc/" + parent + "/environ")) ? "read parent" : "denied parent");
  }

  private static boolean isReadable(Path path) {
    try {
      if (Files.isDirectory(path)) {
        try (var children = Files.list(path)) {
          return children.count() >= 0;
        }
      }
      return Files.readAllBytes(path).length >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void flood() {
    var lines = new StringBuilder();
    for (int line = 1; line <= FLOOD_LINES; line++) {
      lines.append("flood ").append(line).append('\n');
    }
    System.err.print(lines);
  }

  private static void train(String behaviour, String specification) throws Exception {
    System.out.println("a library prints where only messages belong");
    for (int iteration = 1; ; iteration++) {
      if (behaviour.equals(QUIET)) {
        say("{\"type\":\"alive\"}");
      } else {
        measure(iteration);
      }
      if (iteration == 2
          && (behaviour.equals(HANGING)
              || (behaviour.equals(HANGING_ONCE) && launches(specification) == 1))) {
        NEVER.await();
      }
      if (iteration == 2
          && (behaviour.equals(CRASHING)
              || (behaviour.equals(CRASHING_ONCE) && launches(specification) == 1))) {
        for (int line = 1; line <= 60; line++) {
          System.err.println("stack line " + line);
        }
        Runtime.getRuntime().halt(3);
      }
      var done =
          behaviour.equals(WAITING) || behaviour.equals(QUIET)
              ? Files.exists(work(specification).resolve("finish"))
              : iteration == 3
                  && List.of(QUICK, SPYING, LINKING, CRASHING_ONCE, HANGING_ONCE)
                      .contains(behaviour);
      if (done) {
        deliver(Path.of(text(specification, "modelArchive")), behaviour.equals(LINKING));
        return;
      }
      var deaf = List.of(STUBBORN, FORKING, ESCAPING).contains(behaviour);
      var awaited = deaf ? NEVER : STOP;
      if (awaited.await(100, TimeUnit.MILLISECONDS)) {
        say("{\"type\":\"checkpoint\",\"iteration\":" + iteration + "}");
        say("{\"type\":\"stopped\",\"iteration\":" + iteration + "}");
        return;
      }
    }
  }

  private static void measure(int iteration) {
    var evaluation = iteration % 3 == 0 ? ",\"averagePrecision\":0.9,\"accuracy\":0.8" : "";
    say(
        "{\"type\":\"metrics\",\"point\":{\"iteration\":%d,\"epoch\":0.5,\"time\":\"%s\",\"learningRate\":0.005,\"trainLoss\":1.5,\"imagesPerSecond\":20.0,\"remainingSeconds\":60.0%s}}"
            .formatted(iteration, java.time.Instant.now(), evaluation));
  }

  private static void deliver(Path archive, boolean linking) throws Exception {
    var content = "a model".getBytes(StandardCharsets.UTF_8);
    if (linking) {
      content = Files.readAllBytes(Files.createSymbolicLink(archive, Path.of("/etc/hostname")));
    } else {
      Files.write(archive, content);
    }
    say(
        "{\"type\":\"result\",\"modelArchive\":\"%s\",\"sha256\":\"%s\",\"sizeBytes\":%d,\"metrics\":{\"averagePrecision\":0.9}}"
            .formatted(archive, sha256(content), content.length));
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static void listen() {
    var listener =
        new Thread(
            () -> {
              try (var lines =
                  new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                String line;
                while ((line = lines.readLine()) != null) {
                  if (line.equals("stop")) {
                    STOP.countDown();
                  }
                }
              } catch (IOException e) {
                System.err.println("input ended");
              }
            });
    listener.setDaemon(true);
    listener.start();
  }

  private static void say(String message) {
    System.out.println(message);
    System.out.flush();
  }

  private static Path work(String specification) {
    return Path.of(text(specification, "workDirectory"));
  }

  private static int launches(String specification) throws IOException {
    return Files.readAllLines(work(specification).resolve("attempts")).size();
  }

  private static Path dataset(String specification) {
    return Path.of(text(specification, "datasetDirectory")).resolve("train");
  }

  private static String text(String json, String field) {
    return text(json, field, "\"([^\"]*)\"");
  }

  private static String text(String json, String field, String value) {
    var matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*" + value).matcher(json);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + field + " in " + json);
    }
    return matcher.group(1);
  }
}
