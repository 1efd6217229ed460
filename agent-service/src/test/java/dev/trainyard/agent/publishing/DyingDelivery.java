package dev.trainyard.agent.publishing;

import dev.trainyard.kit.events.KafkaConnection;

/** An agent whose delivery runs out of memory; a JVM of its own. */
public final class DyingDelivery {
  private DyingDelivery() {}

  public static void main(String[] arguments) throws InterruptedException {
    new KafkaDelivery(new ExhaustedQueue(), KafkaConnection.to("127.0.0.1:1")).start();
    Thread.currentThread().join();
  }

  private static final class ExhaustedQueue extends DeliveryQueue {
    @Override
    synchronized Batch take() {
      throw new OutOfMemoryError("for a test");
    }
  }
}
