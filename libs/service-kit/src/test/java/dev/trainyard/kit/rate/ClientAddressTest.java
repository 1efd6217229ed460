package dev.trainyard.kit.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::ffff:192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:0db8:0001:0002::/64",
    "2001:db8:1:2:ffff::1, 2001:0db8:0001:0002::/64",
    "2001:db8:1:3::1, 2001:0db8:0001:0003::/64",
    "a-name.example.org, unknown",
  })
  void isAnAddressOrTheNetworkThatOneClientHasToItself(String peer, String client) {
    assertThat(ClientAddress.of(SocketAddress.inetSocketAddress(1, peer))).isEqualTo(client);
  }

  @Test
  void isUnknownWhereThereIsNone() {
    assertThat(ClientAddress.of(null)).isEqualTo("unknown");
    assertThat(ClientAddress.of(SocketAddress.domainSocketAddress("/tmp/socket")))
        .isEqualTo("unknown");
  }
}
