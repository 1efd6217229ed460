package dev.trainyard.process.machine;

import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SenderKeys;
import dev.trainyard.kit.signing.VerificationKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether what comes in a machine's name is from the agent that was enrolled for it. Thread-safe.
 */
@ApplicationScoped
public class AgentSignatures {
  private static final String KEYS =
      "SELECT id, public_key, message_key FROM machine WHERE id = ANY (?)";
  private static final int MAX_REMEMBERED = 20_000;

  private final DataSource dataSource;

  /** Keys as they are used, by their text: to read one costs about as much as to use it. */
  private final Map<String, VerificationKey> read = new ConcurrentHashMap<>();

  AgentSignatures(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The keys of those machines that are registered; none where no agent is enrolled. */
  public Map<UUID, Optional<SenderKeys>> keysOf(Collection<UUID> machineIds) {
    try (var connection = dataSource.getConnection();
        var select = connection.prepareStatement(KEYS)) {
      select.setArray(1, connection.createArrayOf("uuid", machineIds.toArray()));
      var keys = new HashMap<UUID, Optional<SenderKeys>>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          keys.put(
              rows.getObject("id", UUID.class),
              keys(rows.getString("public_key"), rows.getString("message_key")));
        }
      }
      return keys;
    } catch (SQLException e) {
      throw new IllegalStateException("the keys of machines cannot be read", e);
    }
  }

  /** Whether a record was signed by the agent of this machine. */
  public boolean isFrom(UUID machineId, ConsumerRecord<String, byte[]> record) {
    return keysOf(List.of(machineId))
        .getOrDefault(machineId, Optional.empty())
        .filter(its -> its.hasSigned(record))
        .isPresent();
  }

  private Optional<SenderKeys> keys(String publicKey, String messageKey) {
    return Optional.ofNullable(publicKey)
        .map(text -> new SenderKeys(read(text), MessageKey.parse(messageKey)));
  }

  private VerificationKey read(String text) {
    if (read.size() > MAX_REMEMBERED) {
      read.clear();
    }
    return read.computeIfAbsent(text, VerificationKey::parse);
  }
}
