package dev.trainyard.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code deploy/compose}, as the tests read it. */
final class ComposeFile {
  static final Path FOLDER = Path.of("../compose");

  /** {@code ${NAME:-default}} or {@code ${NAME:?message}}. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*)|:\\?[^}]*)?}");

  private static final Pattern DOCUMENTED =
      Pattern.compile("^(#?)([A-Z_]+)=(.*)$", Pattern.MULTILINE);

  private final String text;
  private final Map<String, Object> content;

  private ComposeFile(String text) {
    this.text = text;
    this.content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  static ComposeFile read(String name) throws IOException {
    return new ComposeFile(Files.readString(FOLDER.resolve(name)));
  }

  /** The containers, by name. */
  Map<String, Map<String, Object>> services() {
    return typed(content.get("services"));
  }

  /** Where the files of secrets are. */
  Stream<Path> secrets() {
    Map<String, Map<String, String>> secrets = typed(content.get("secrets"));
    return secrets.values().stream().map(secret -> Path.of(secret.get("file")));
  }

  /** What is mounted from beside the file. */
  Stream<Path> mounted() {
    return services().values().stream()
        .flatMap(service -> list(service, "volumes").stream())
        .filter(volume -> volume.startsWith("."))
        .map(volume -> Path.of(volume.substring(0, volume.indexOf(':'))).normalize());
  }

  /** The names of all environment variables that containers get. */
  Set<String> environment() {
    var names = new TreeSet<String>();
    for (var service : services().values()) {
      names.addAll(
          ComposeFile.<Map<String, Object>>typed(service.getOrDefault("environment", Map.of()))
              .keySet());
    }
    return names;
  }

  /** The variables that it takes, with what holds without them. */
  Map<String, Optional<String>> variables() {
    var variables = new TreeMap<String, Optional<String>>();
    VARIABLE
        .matcher(text)
        .results()
        .forEach(found -> variables.put(found.group(1), Optional.ofNullable(found.group(2))));
    return variables;
  }

  /** Those that {@code .env.example} explains, with their default where it shows one. */
  static Map<String, Optional<String>> documented() throws IOException {
    var documented = new HashMap<String, Optional<String>>();
    DOCUMENTED
        .matcher(Files.readString(FOLDER.resolve(".env.example")))
        .results()
        .forEach(
            found ->
                documented.put(
                    found.group(2),
                    found.group(1).isEmpty() ? Optional.empty() : Optional.of(found.group(3))));
    return documented;
  }

  static String image(Map<String, Object> service) {
    return VARIABLE
        .matcher(service.get("image").toString())
        .replaceAll(found -> Optional.ofNullable(found.group(2)).orElse(""));
  }

  static List<String> list(Map<String, Object> service, String key) {
    return typed(service.getOrDefault(key, List.of()));
  }

  @SuppressWarnings("unchecked")
  private static <T> T typed(Object part) {
    return (T) part;
  }
}
