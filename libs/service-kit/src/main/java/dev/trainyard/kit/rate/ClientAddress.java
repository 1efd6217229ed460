package dev.trainyard.kit.rate;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.util.HexFormat;

/** Where a request comes from. */
final class ClientAddress {
  private static final int IPV4_BYTES = 4;

  /** What one client of IPv6 has to itself; it may send from any address of it. */
  private static final int NETWORK_BYTES = 8;

  /** The first bytes of an IPv4 address that is written as one of IPv6. */
  private static final String MAPPED = "00000000000000000000ffff";

  private static final String UNKNOWN = "unknown";

  private ClientAddress() {}

  /**
   * An IPv4 address, or the network of an IPv6 address, as text of bounded length.
   *
   * @param peer of the connection, or the one that a trusted proxy names; null where there is none
   */
  static String of(SocketAddress peer) {
    var bytes =
        peer == null || peer.hostAddress() == null
            ? null
            : NetUtil.createByteArrayFromIpAddressString(peer.hostAddress());
    if (bytes == null) {
      return UNKNOWN;
    }
    var hex = HexFormat.of().formatHex(bytes);
    if (bytes.length == IPV4_BYTES) {
      return NetUtil.bytesToIpAddress(bytes);
    }
    return hex.startsWith(MAPPED)
        ? NetUtil.bytesToIpAddress(bytes, bytes.length - IPV4_BYTES, IPV4_BYTES)
        : hex.substring(0, 2 * NETWORK_BYTES).replaceAll("(.{4})", "$1:") + ":/64";
  }
}
