import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads what happens to Trainyard's processes, and prints a line for each of them that came to an
 * end. All that it needs is kafka-clients and jackson-databind; docs/integration.md says how to run
 * it, and why it does what it does.
 */
public final class ProcessEventsConsumer {
  private static final String TOPIC = "trainyard.process.events";
  private static final String USAGE =
      """
      Usage: java -cp LIBRARIES ProcessEventsConsumer.java --config FILE [--group NAME]

      Prints a line for each Trainyard process that has ended, from the beginning of the topic, and goes on
      until it is told to end (Ctrl-C). Started again with the same group, it continues where it was.

        --config FILE   how to connect: a properties file as Kafka's own tools take it
        --group NAME    the consumer group (default: integrator)
        --help          this text
      """;

  /** Ids of the last events that were handled. What really matters keeps them with its effect. */
  private final Map<String, Boolean> handled =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > 10_000;
        }
      };

  private final ObjectMapper json = new ObjectMapper();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean ending;
  private volatile boolean endedAsAsked;

  public static void main(String[] arguments) throws Exception {
    var settings = new Properties();
    settings.put("group.id", "integrator");
    var hasConfig = false;
    for (var index = 0; index < arguments.length; index++) {
      switch (arguments[index]) {
        case "--help" -> {
          System.out.print(USAGE);
          return;
        }
        case "--config" -> {
          try (var file = Files.newBufferedReader(Path.of(valueOf(arguments, index++)))) {
            settings.load(file);
          } catch (IOException e) {
            fail("the file cannot be read: " + e.getMessage());
          }
          hasConfig = true;
        }
        case "--group" -> settings.put("group.id", valueOf(arguments, index++));
        default -> fail("unknown option " + arguments[index] + "\n\n" + USAGE);
      }
    }
    if (!hasConfig) {
      fail("--config is missing\n\n" + USAGE);
    }
    System.exit(new ProcessEventsConsumer().run(settings));
  }

  private static String valueOf(String[] arguments, int index) {
    if (index + 1 == arguments.length) {
      fail(arguments[index] + " needs a value");
    }
    return arguments[index + 1];
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(2);
  }

  /** Returns the exit code. */
  private int run(Properties settings) {
    // An offset is committed when its event was handled, and not before.
    settings.put("enable.auto.commit", "false");
    // A new group misses nothing that the topic still has.
    settings.putIfAbsent("auto.offset.reset", "earliest");
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      while (!ending) {
        step(consumer);
      }
      endedAsAsked = true;
      return 0;
    } catch (AuthenticationException | AuthorizationException e) {
      System.err.println("not permitted: " + e.getMessage());
      return 1;
    } finally {
      ended.countDown();
    }
  }

  /** On SIGTERM: waits until what was begun is done, and the group knows that this member left. */
  private void end() {
    ending = true;
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (endedAsAsked) {
      // The virtual machine would end with 143, but nothing went wrong.
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  /** Takes what has come. While the broker is away nothing comes, and the client connects anew. */
  private void step(KafkaConsumer<String, byte[]> consumer) {
    try {
      var records = consumer.poll(Duration.ofMillis(500));
      for (var record : records) {
        handleOnce(record);
      }
      if (!records.isEmpty()) {
        consumer.commitSync();
      }
    } catch (CommitFailedException | RebalanceInProgressException e) {
      // Somebody else of the group has these partitions now, and gets the events again.
      System.err.println("not committed, the group has changed: " + e.getMessage());
    } catch (RetriableException e) {
      System.err.println("trying again: " + e.getMessage());
    }
  }

  /** A message may come more than once: its id tells. */
  private void handleOnce(ConsumerRecord<String, byte[]> record) {
    var id = header(record, "ce_id");
    if (handled.containsKey(id)) {
      return;
    }
    try {
      handle(header(record, "ce_type"), record);
    } catch (IOException e) {
      // One bad message must not stop all that come after it.
      System.err.printf(
          "not readable: partition %d, offset %d: %s%n",
          record.partition(), record.offset(), e.getMessage());
    }
    handled.put(id, true);
  }

  /** Types and fields that this program does not know are those of a newer version: it skips them. */
  private void handle(String type, ConsumerRecord<String, byte[]> record) throws IOException {
    switch (type) {
      case "dev.trainyard.process.succeeded",
          "dev.trainyard.process.failed",
          "dev.trainyard.process.stopped" ->
          System.out.println(line(read(record.value())));
      default -> {}
    }
  }

  private JsonNode read(byte[] value) throws IOException {
    if (value == null) {
      throw new IOException("has no value");
    }
    return json.readTree(value);
  }

  private static String line(JsonNode event) {
    var line =
        "process %s: %s".formatted(event.path("name").asText(), event.path("status").asText());
    if (event.has("modelId")) {
      line += ", model " + event.get("modelId").asText();
    }
    if (event.has("failure")) {
      line += ", " + event.at("/failure/cause").asText() + ": " + event.at("/failure/message").asText();
    }
    return line;
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
