package dev.trainyard.bench.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an agent says of its machine. There is nothing to write. */
final class AgentWorkload implements Workload {
  private final Path home;
  private final Path data;

  AgentWorkload(Path home, Path data) {
    this.home = home;
    this.data = data;
  }

  @Override
  public String service() {
    return "agent-service";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "TRAINYARD_AGENT_MACHINE_ID", UUID.randomUUID().toString(),
        "TRAINYARD_AGENT_DATA_DIRECTORY", data.toString(),
        "TRAINYARD_AGENT_TRAINER_JAR",
            home.resolve("trainer/target/trainer/trainer.jar").toAbsolutePath().toString());
  }

  @Override
  public void prepare(URI address) {
    // It has none.
  }

  @Override
  public Caller reader(int number) {
    return new Reader(number, List.of(new Reader.Share(100, random -> "/api/v1/agent")));
  }

  @Override
  public List<Caller> writers(int count) {
    return List.of();
  }
}
