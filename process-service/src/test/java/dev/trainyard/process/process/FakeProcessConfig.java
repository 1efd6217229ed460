package dev.trainyard.process.process;

import java.time.Duration;

/** The waits as they are by default. */
record FakeProcessConfig() implements ProcessConfig {

  @Override
  public Duration agentLostTimeout() {
    return Duration.ofMinutes(10);
  }

  @Override
  public Duration checkInterval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Duration commandTimeout() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Duration missingTimeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration reportGrace() {
    return Duration.ofSeconds(3);
  }

  @Override
  public Duration stopGrace() {
    return Duration.ofSeconds(60);
  }
}
