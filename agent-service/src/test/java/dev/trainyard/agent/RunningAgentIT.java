package dev.trainyard.agent;

import dev.trainyard.agent.harness.AgentUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One agent for all tests of a class. */
abstract class RunningAgentIT {
  @TempDir static Path directory;
  static AgentUnderTest agent;

  @BeforeAll
  static void start() {
    agent = new AgentUnderTest(directory);
    agent.start();
  }

  @AfterAll
  static void end() {
    agent.close();
  }
}
