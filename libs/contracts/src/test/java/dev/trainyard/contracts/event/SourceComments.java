package dev.trainyard.contracts.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sources say of classes, record components and constants, as plain text. */
final class SourceComments {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/\\s*", Pattern.DOTALL);
  private static final Pattern DECLARED =
      Pattern.compile(
          "(?:@\\w+(?:\\([^)]*\\))?\\s*)*(?:public |static |final )*"
              + "(?:(?:record|enum|class) (\\w+)|String ([A-Z_]+)|([A-Z][A-Z_0-9]+))\\b");
  private static final Pattern CONSTANT = Pattern.compile("\\{@value #(\\w+)}");
  private static final Map<Path, Map<String, String>> READ = new ConcurrentHashMap<>();

  private SourceComments() {}

  /** What a class is. */
  static Optional<String> of(Class<?> type) {
    return text(type, type.getSimpleName()).map(comment -> comment.split(" @param ")[0].strip());
  }

  /** What a component of a record is. */
  static Optional<String> ofComponent(Class<?> type, String name) {
    return text(type, type.getSimpleName())
        .map(
            comment -> Pattern.compile(" @param " + name + " (.*?)(?: @param |$)").matcher(comment))
        .filter(Matcher::find)
        .map(found -> found.group(1).strip());
  }

  /** What a constant of an enum or an interface is. */
  static String ofConstant(Class<?> type, String name) {
    return text(type, name)
        .orElseThrow(
            () -> new AssertionError(type.getSimpleName() + "." + name + " has no comment"));
  }

  private static Optional<String> text(Class<?> type, String name) {
    var outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    var file = SOURCES.resolve(outermost.getName().replace('.', '/') + ".java");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.ofNullable(READ.computeIfAbsent(file, SourceComments::read).get(name))
        .map(comment -> withValues(type, comment));
  }

  private static Map<String, String> read(Path file) {
    try {
      var source = Files.readString(file);
      var comments = new HashMap<String, String>();
      var comment = COMMENT.matcher(source);
      while (comment.find()) {
        var declared = DECLARED.matcher(source).region(comment.end(), source.length());
        if (declared.lookingAt()) {
          for (var group = 1; group <= declared.groupCount(); group++) {
            if (declared.group(group) != null) {
              comments.putIfAbsent(declared.group(group), plain(comment.group(1)));
            }
          }
        }
      }
      return comments;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String plain(String comment) {
    return comment
        .replaceAll("(?m)^\\s*\\*", " ")
        .replaceAll("\\{@(?:code|link) ([^}]*)}", "$1")
        .replaceAll("</?p>", " ")
        .replace("&lt;", "<")
        .replaceAll("\\s+", " ");
  }

  private static String withValues(Class<?> type, String comment) {
    return CONSTANT
        .matcher(comment)
        .replaceAll(
            constant -> {
              try {
                return String.valueOf(type.getDeclaredField(constant.group(1)).get(null));
              } catch (ReflectiveOperationException e) {
                throw new AssertionError("no " + constant.group(1) + " in " + type, e);
              }
            })
        .strip();
  }
}
