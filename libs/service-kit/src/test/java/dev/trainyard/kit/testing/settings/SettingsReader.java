package dev.trainyard.kit.testing.settings;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * Reads a module's settings from its sources, since what an interface with {@code @ConfigMapping}
 * says of each is nowhere else.
 */
final class SettingsReader {
  /** With these words begins what is said of a setting that nobody can set any more. */
  private static final String FIXED = "Read at build time";

  /** How what is allowed begins in what is told of a value that is not. */
  private static final String ALLOWED = ", but must be ";

  private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) #?([^}(]+)(?:\\(\\))?}");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final CompilationUnitTree unit;
  private final DocTrees documentation;
  private final Properties defaults;
  private final List<Setting> settings = new ArrayList<>();

  private SettingsReader(CompilationUnitTree unit, DocTrees documentation, Properties defaults) {
    this.unit = unit;
    this.documentation = documentation;
    this.defaults = defaults;
  }

  /**
   * All settings below a folder of sources, by name.
   *
   * @param defaults values that come with the service, which win over those in the sources
   */
  static List<Setting> read(Path sources, Properties defaults) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(mappings(sources)));
      var documentation = DocTrees.instance(task);
      var settings = new ArrayList<Setting>();
      for (var unit : task.parse()) {
        var reader = new SettingsReader(unit, documentation, defaults);
        unit.getTypeDecls().forEach(reader::readMapping);
        settings.addAll(reader.settings);
      }
      settings.sort(Comparator.comparing(Setting::name));
      return settings;
    }
  }

  private static List<Path> mappings(Path sources) throws IOException {
    try (var files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(SettingsReader::mentionsMapping)
          .toList();
    }
  }

  private static boolean mentionsMapping(Path file) {
    try {
      return Files.readString(file).contains("@ConfigMapping");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readMapping(Tree declaration) {
    if (declaration instanceof ClassTree type) {
      annotation(type.getModifiers().getAnnotations(), "ConfigMapping")
          .ifPresent(prefix -> readMembers(type, prefix, ""));
    }
  }

  /**
   * @param about what is said of all of them
   */
  private void readMembers(ClassTree type, String prefix, String about) {
    for (var member : type.getMembers()) {
      if (member instanceof MethodTree method
          && method.getBody() == null
          && !method.getModifiers().getFlags().contains(Modifier.STATIC)) {
        read(type, method, prefix + "." + kebab(method.getName().toString()), about);
      }
    }
  }

  private void read(ClassTree owner, MethodTree method, String name, String about) {
    var type = plain(method.getReturnType());
    var nested =
        owner.getMembers().stream()
            .filter(ClassTree.class::isInstance)
            .map(ClassTree.class::cast)
            .filter(each -> each.getSimpleName().contentEquals(type))
            .findFirst();
    if (nested.isPresent() && nested.get().getKind() == Tree.Kind.INTERFACE) {
      readMembers(nested.get(), name, meaning(method) + " ");
      return;
    }
    var meaning = meaning(method);
    if (meaning.startsWith(FIXED)) {
      return;
    }
    var inSource = annotation(method.getModifiers().getAnnotations(), "WithDefault").orElse(null);
    settings.add(
        new Setting(
            type.equals("Map") ? name + ".*" : name,
            type,
            allowed(method),
            about + meaning,
            defaults.getProperty(name, inSource)));
  }

  /**
   * What is told to whoever gives a value that is refused, after "must be"; empty for any value.
   */
  private Optional<String> allowed(MethodTree method) {
    var annotations = new ArrayList<AnnotationTree>(method.getModifiers().getAnnotations());
    if (method.getReturnType() instanceof ParameterizedTypeTree generic
        && generic.getTypeArguments().get(0) instanceof AnnotatedTypeTree annotated) {
      annotations.addAll(annotated.getAnnotations());
    }
    return annotations.stream()
        .flatMap(annotation -> annotation.getArguments().stream())
        .filter(AssignmentTree.class::isInstance)
        .map(AssignmentTree.class::cast)
        .filter(argument -> argument.getVariable().toString().equals("message"))
        .map(argument -> constant(argument.getExpression()))
        .map(SettingsReader::allowed)
        .findFirst();
  }

  private static String allowed(String message) {
    var begin = message.indexOf(ALLOWED);
    if (begin < 0) {
      throw new AssertionError("'%s' does not say what is allowed".formatted(message));
    }
    return message.substring(begin + ALLOWED.length());
  }

  /** The value of a text, or of a name of one that the file's own type has. */
  private String constant(ExpressionTree text) {
    if (text instanceof LiteralTree literal) {
      return literal.getValue().toString();
    }
    return unit.getTypeDecls().stream()
        .flatMap(type -> ((ClassTree) type).getMembers().stream())
        .filter(VariableTree.class::isInstance)
        .map(VariableTree.class::cast)
        .filter(constant -> constant.getName().contentEquals(text.toString()))
        .map(constant -> ((LiteralTree) constant.getInitializer()).getValue().toString())
        .findFirst()
        .orElseThrow();
  }

  /** The name of a type without annotations and arguments, of an optional one that of its value. */
  private static String plain(Tree type) {
    if (type instanceof AnnotatedTypeTree annotated) {
      return plain(annotated.getUnderlyingType());
    }
    if (type instanceof ParameterizedTypeTree generic) {
      var outer = plain(generic.getType());
      return outer.equals("Optional") ? plain(generic.getTypeArguments().get(0)) : outer;
    }
    return type.toString();
  }

  /** The text that an annotation has; empty if it is not there. */
  private static Optional<String> annotation(
      List<? extends AnnotationTree> annotations, String name) {
    return annotations.stream()
        .filter(each -> each.getAnnotationType().toString().equals(name))
        .map(each -> text(each.getArguments().get(0)))
        .findFirst();
  }

  private static String text(ExpressionTree argument) {
    var value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
    return ((LiteralTree) value).getValue().toString();
  }

  private String meaning(MethodTree method) {
    var comment = documentation.getDocComment(TreePath.getPath(unit, method));
    if (comment == null) {
      throw new AssertionError(
          "%s of %s says nothing about itself"
              .formatted(method.getName(), unit.getSourceFile().getName()));
    }
    var line = comment.strip().replaceAll("\\s+", " ");
    return TAG.matcher(line).replaceAll(tag -> "`" + kebab(tag.group(1).strip()) + "`");
  }

  private static String kebab(String name) {
    return name.matches("[a-z]+([A-Z][a-z0-9]*)+")
        ? HUMP.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT)
        : name;
  }
}
