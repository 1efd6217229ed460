package dev.trainyard.bench.metrics;

import dev.trainyard.bench.stage.Neighbours;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SigningKey;

/**
 * What the process service answers when it is asked who an agent is and where a process runs: it is
 * always the one machine of {@link Reporter}.
 */
public final class KeyService {
  private final MessageKey messageKey = MessageKey.fresh();

  /** Has this be answered from now on. */
  public KeyService(Neighbours neighbours) {
    var publicKey = SigningKey.fresh().open().text();
    neighbours.answer(
        "/api/v1/machines/keys",
        "{\"items\":[{\"machineId\":\"%s\",\"publicKey\":\"%s\",\"messageKey\":\"%s\"}]}"
            .formatted(Reporter.MACHINE, publicKey, messageKey.text()));
    neighbours.answer(
        "/api/v1/processes", "{\"machine\":{\"id\":\"%s\"}}".formatted(Reporter.MACHINE));
  }

  public MessageKey messageKey() {
    return messageKey;
  }
}
