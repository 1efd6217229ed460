package dev.trainyard.local;

import dev.trainyard.backends.Credentials;
import dev.trainyard.backends.KafkaSecurity;
import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.identity.OwnersFile;
import dev.trainyard.backends.identity.Secrets;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Who uses this machine's broker: those of the access lists, and an administrator. Each has a file
 * {@code NAME.properties} that nobody else on the machine can read, with what Kafka's own tools
 * need to connect, and within it a password that was made by chance at the first start.
 */
final class KafkaUsers {
  private static final String ADMINISTRATOR = "administrator";
  private static final String LOGIN = "sasl.jaas.config";
  private static final Pattern PASSWORD = Pattern.compile("password=\"([^\"]+)\"");

  private final Path directory;
  private final String accessLists;
  private final Map<String, Credentials> users = new HashMap<>();

  private KafkaUsers(Path directory, String accessLists) {
    this.directory = directory;
    this.accessLists = accessLists;
  }

  /**
   * Reads the passwords of earlier starts and makes those that are missing.
   *
   * @param directory where the files of the users are
   * @param accessLists the file that says what they may do
   */
  static KafkaUsers in(Path directory, Path accessLists) throws IOException {
    OwnersFile.createDirectory(directory);
    var users = new KafkaUsers(directory, Files.readString(accessLists));
    for (var name : KafkaSecurity.usersIn(users.accessLists)) {
      users.add(name);
    }
    users.add(ADMINISTRATOR);
    return users;
  }

  /** What the broker is started with. */
  KafkaSecurity security() {
    var others = new HashMap<>(users);
    var administrator = others.remove(ADMINISTRATOR);
    return new KafkaSecurity(administrator, List.copyOf(others.values()), accessLists);
  }

  /** What a client needs to connect as a user. */
  Map<String, String> clientSettings(KafkaServer kafka, String name) {
    return kafka.clientSettings(users.get(name));
  }

  /** The same for the one who may do everything. */
  Map<String, String> administratorSettings(KafkaServer kafka) {
    return clientSettings(kafka, ADMINISTRATOR);
  }

  /** Keeps the passwords, with the address that the broker has now. */
  void write(KafkaServer kafka) throws IOException {
    for (var name : users.keySet()) {
      var settings = new Properties();
      settings.putAll(clientSettings(kafka, name));
      var text = new StringWriter();
      settings.store(text, null);
      OwnersFile.write(file(name), text.toString());
    }
  }

  private void add(String name) throws IOException {
    users.put(name, new Credentials(name, passwordOf(name)));
  }

  private String passwordOf(String name) throws IOException {
    if (Files.exists(file(name))) {
      var settings = new Properties();
      try (var in = Files.newInputStream(file(name))) {
        settings.load(in);
      }
      var login = PASSWORD.matcher(settings.getProperty(LOGIN, ""));
      if (login.find()) {
        return login.group(1);
      }
    }
    return Secrets.random();
  }

  private Path file(String name) {
    return directory.resolve(name + ".properties");
  }
}
