package dev.trainyard.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class CommandPartitionTest {

  @Test
  void isWhereAProducerPutsTheKey() {
    IntStream.range(0, 200)
        .mapToObj(i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i}))
        .forEach(
            machineId ->
                assertThat(CommandPartition.of(machineId, 6))
                    .isEqualTo(
                        BuiltInPartitioner.partitionForKey(
                            machineId.toString().getBytes(StandardCharsets.UTF_8), 6)));
  }
}
