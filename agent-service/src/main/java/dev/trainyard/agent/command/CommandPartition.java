package dev.trainyard.agent.command;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/** Where the commands for a machine are: the partition that its id hashes to. */
final class CommandPartition {
  private CommandPartition() {}

  /** The partition, as Kafka's producers choose it for a key. */
  static int of(UUID machineId, int partitions) {
    var key = machineId.toString().getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
