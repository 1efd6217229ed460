package dev.trainyard.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Which port each part listens on. Immutable. */
public final class Ports {
  private static final int FIRST_TEST_PORT = 20_000;
  private static final int FIRST_EPHEMERAL_PORT = 32_768;

  private final Map<PortName, Integer> numbers;

  private Ports(Map<PortName, Integer> numbers) {
    this.numbers = new EnumMap<>(numbers);
  }

  /**
   * The default ports, but for those chosen.
   *
   * @throws PlatformException if a number is no port or two parts have the same
   */
  public static Ports choosing(Map<PortName, Integer> chosen) {
    var numbers = new EnumMap<PortName, Integer>(PortName.class);
    for (var name : PortName.values()) {
      var number = chosen.getOrDefault(name, name.defaultPort());
      if (number < 1 || number > 65_535) {
        throw new PlatformException(
            number + " is not a port: choose 1 to 65535 with " + name.option());
      }
      numbers.forEach(
          (other, taken) -> {
            if (taken.equals(number)) {
              throw new PlatformException(
                  "%s and %s both have port %d: choose another with %s"
                      .formatted(other, name, number, name.option()));
            }
          });
      numbers.put(name, number);
    }
    return new Ports(numbers);
  }

  /**
   * Ports that are free now, for tests. They lie below those that the operating system gives to
   * outgoing connections: a part that is away for a while finds its port free when it comes back.
   */
  public static Ports free() {
    var numbers = new EnumMap<PortName, Integer>(PortName.class);
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (var name : PortName.values()) {
        var socket = bindBelowEphemeral();
        held.add(socket);
        numbers.put(name, socket.getLocalPort());
      }
      for (var socket : held) {
        socket.close();
      }
    } catch (IOException e) {
      throw new PlatformException("There is no free port", e);
    }
    return new Ports(numbers);
  }

  private static ServerSocket bindBelowEphemeral() throws IOException {
    IOException busy = null;
    for (int attempt = 0; attempt < 100; attempt++) {
      var port = ThreadLocalRandom.current().nextInt(FIRST_TEST_PORT, FIRST_EPHEMERAL_PORT);
      try {
        return new ServerSocket(port);
      } catch (IOException e) {
        busy = e;
      }
    }
    throw busy;
  }

  /** The port of one part. */
  public int of(PortName name) {
    return numbers.get(name);
  }

  /**
   * Checks all before anything starts.
   *
   * @throws PlatformException naming each port that another program uses and how to choose another
   */
  void requireFree(String host) {
    var busy = new ArrayList<String>();
    numbers.forEach(
        (name, number) -> {
          try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, number));
          } catch (IOException e) {
            busy.add("port %d is busy: choose another with %s".formatted(number, name.option()));
          }
        });
    if (!busy.isEmpty()) {
      throw new PlatformException(String.join(System.lineSeparator(), busy));
    }
  }
}
