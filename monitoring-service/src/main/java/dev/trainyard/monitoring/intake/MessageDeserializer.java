package dev.trainyard.monitoring.intake;

import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.UnreadableEventException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads messages on the thread that polls the broker, while the batch before them is being stored.
 * What it cannot read it hands on as such: a failure here would end the consumer.
 */
public final class MessageDeserializer implements Deserializer<Message> {
  private final CloudEventCodec codec = new CloudEventCodec("monitoring-service");

  /** Without headers nothing is an event. */
  @Override
  public Message deserialize(String topic, byte[] bytes) {
    throw new UnsupportedOperationException("an event is in the headers and the value");
  }

  @Override
  public Message deserialize(String topic, Headers headers, byte[] bytes) {
    try {
      return new Message(bytes, codec.read(headers, bytes), null);
    } catch (UnreadableEventException e) {
      return new Message(bytes, null, e);
    }
  }
}
