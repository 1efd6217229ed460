package dev.trainyard.process.machine;

import dev.trainyard.kit.signing.SenderKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** By which keys the agents of machines are known. */
@Schema(name = "MachineKeys", description = "By which keys the agents of machines are known.")
record MachineKeysView(List<Item> items) {
  MachineKeysView {
    items = List.copyOf(items);
  }

  static MachineKeysView of(Map<UUID, Optional<SenderKeys>> keys) {
    return new MachineKeysView(
        keys.entrySet().stream().map(each -> Item.of(each.getKey(), each.getValue())).toList());
  }

  /**
   * One machine's.
   *
   * @param publicKey an Ed25519 key, 32 bytes in Base64 for addresses; absent if no agent is
   *     enrolled
   * @param messageKey a secret, 32 bytes in Base64; absent if no agent is enrolled
   */
  @Schema(name = "MachineKey", description = "By which keys the agent of a machine is known.")
  record Item(
      @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e12") UUID machineId,
      @Schema(examples = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo") String publicKey,
      @Schema(examples = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=") String messageKey) {
    static Item of(UUID machineId, Optional<SenderKeys> keys) {
      return new Item(
          machineId,
          keys.map(its -> its.signatureKey().text()).orElse(null),
          keys.map(its -> its.messageKey().text()).orElse(null));
    }
  }
}
