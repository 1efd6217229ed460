package dev.trainyard.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedBackendsTest {

  @AfterEach
  void chooseNothing() {
    System.clearProperty(SharedServers.PROPERTY);
  }

  @Test
  void saysWhereServersInContainersComeFromWhenTheyAreNotThere() {
    System.setProperty(SharedServers.PROPERTY, "containers");

    assertThatThrownBy(() -> SharedBackends.startAndDescribe("process", true, true))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no servers named 'containers'")
        .hasMessageContaining("mvn -Pcontainers");
  }

  @Test
  void startsNothingWhenNothingIsWanted() {
    assertThat(SharedBackends.startAndDescribe(null, false, false)).isEmpty();
  }
}
