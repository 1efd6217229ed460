package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void takesDefaultsButForThoseChosen() {
    var ports = Ports.choosing(Map.of(PortName.GATEWAY, 9080));

    assertThat(ports.of(PortName.GATEWAY)).isEqualTo(9080);
    assertThat(ports.of(PortName.TEMPLATE)).isEqualTo(8081);
  }

  @Test
  void refusesTheSamePortTwice() {
    assertThatThrownBy(() -> Ports.choosing(Map.of(PortName.GATEWAY, 8081)))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("8081")
        .hasMessageContaining("--port template=");
  }

  @Test
  void refusesWhatIsNoPort() {
    assertThatThrownBy(() -> Ports.choosing(Map.of(PortName.KAFKA, 70_000)))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("--port kafka=");
  }

  @Test
  void namesTheBusyPortAndHowToChooseAnother() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ports = Ports.choosing(Map.of(PortName.MONITORING, taken.getLocalPort()));

      assertThatThrownBy(() -> ports.requireFree("127.0.0.1"))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()))
          .hasMessageContaining("--port monitoring=");
    }
  }
}
