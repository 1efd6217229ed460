package dev.trainyard.backends.child;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One Kafka node that is broker and controller. */
final class KafkaMain implements BackendServer {

  static final String LOOPBACK = "127.0.0.1";

  private KafkaRaftServer server;

  private KafkaMain() {}

  /** Run by the parent JVM. */
  public static void main(String[] arguments) {
    BackendChild.run(new KafkaMain());
  }

  @Override
  public int start(Settings settings) throws Exception {
    int port = FreePort.orElse(settings.port(), settings.host());
    Path log = Files.createDirectories(settings.directory().resolve("log"));
    String controller = LOOPBACK + ":" + FreePort.orElse(0, LOOPBACK);
    Properties properties = properties(settings.host(), port, controller, log);
    if (!Files.exists(log.resolve("meta.properties"))) {
      format(settings.directory().resolve("server.properties"), properties);
    }
    SecuredBroker secured = null;
    if (SecuredBroker.isWanted(settings)) {
      secured = SecuredBroker.prepare(settings);
      properties.putAll(secured.properties(port, controller));
    }
    KafkaRaftServer starting =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    starting.startup();
    server = starting;
    if (secured != null) {
      secured.admitUsers();
    }
    return port;
  }

  @Override
  public void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private static void format(Path file, Properties properties) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      properties.store(writer, null);
    }
    String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    int status = StorageTool.execute(arguments, System.err);
    if (status != 0) {
      throw new IOException("the storage could not be formatted");
    }
  }

  private static Properties properties(String host, int port, String controller, Path log) {
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@" + controller);
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "listeners", "PLAINTEXT://" + host + ":" + port + ",CONTROLLER://" + controller);
    properties.setProperty("advertised.listeners", "PLAINTEXT://" + host + ":" + port);
    properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
    properties.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty("log.dirs", log.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    single(properties);
    small(properties);
    return properties;
  }

  /** What one node alone needs. */
  private static void single(Properties properties) {
    properties.setProperty("default.replication.factor", "1");
    properties.setProperty("min.insync.replicas", "1");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
  }

  /** Few threads, partitions and buffers: some clients on the same machine. */
  private static void small(Properties properties) {
    properties.setProperty("offsets.topic.num.partitions", "4");
    properties.setProperty("transaction.state.log.num.partitions", "4");
    properties.setProperty("share.coordinator.state.topic.num.partitions", "4");
    properties.setProperty("num.network.threads", "2");
    properties.setProperty("num.io.threads", "4");
    properties.setProperty("background.threads", "2");
    properties.setProperty("log.index.size.max.bytes", "1048576");
    properties.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
  }
}
