package dev.trainyard.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.security.PermissionsAllowed;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What permission each operation of a service needs, read from its resources, and the table of it
 * in docs/security.md. {@code -Dtrainyard.docs.write=true} writes the table anew.
 */
public final class PermissionMatrix {
  private static final java.nio.file.Path PAGE = java.nio.file.Path.of("..", "docs", "security.md");

  private PermissionMatrix() {}

  /**
   * Fails if an operation has no permission, or the page says something else.
   *
   * @param packageName with the service's resources
   * @param service its name
   */
  public static void require(String packageName, String service) throws IOException {
    var operations = operations(packageName);
    assertThat(operations).isNotEmpty();
    assertThat(operations.stream().filter(each -> each.permission().isEmpty()))
        .as("operations that name no permission")
        .isEmpty();
    Documented.table(PAGE, "operations of " + service).require(rows(operations));
  }

  /**
   * An operation.
   *
   * @param permission empty if it names none
   */
  record Operation(String method, String path, String permission) {
    static Operation of(JavaClass resource, JavaMethod method) {
      var path =
          resource.getAnnotationOfType(Path.class).value()
              + "/"
              + method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
      return new Operation(
          verb(method),
          path.replaceAll("/{2,}", "/")
              .replaceAll("/$", "")
              .replaceAll("\\{(\\w+):[^/]*}", "{$1}")
              .replace("/api/v1/", "/"),
          permission(method));
    }

    private static String verb(JavaMethod method) {
      return method.getAnnotations().stream()
          .filter(each -> each.getRawType().isAnnotatedWith(HttpMethod.class))
          .map(each -> each.getRawType().getSimpleName())
          .findFirst()
          .orElseThrow();
    }

    private static String permission(JavaMethod method) {
      return method
          .tryGetAnnotationOfType(PermissionsAllowed.class)
          .map(allowed -> String.join(", ", allowed.value()))
          .orElse(method.isAnnotatedWith(PermitAll.class) ? "open to all" : "");
    }
  }

  static List<Operation> operations(String packageName) {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(packageName)
            .stream()
            .filter(each -> each.isAnnotatedWith(Path.class) && !each.isInterface())
            .flatMap(
                resource ->
                    resource.getAllMethods().stream()
                        .filter(
                            method ->
                                method.getAnnotations().stream()
                                    .anyMatch(
                                        each ->
                                            each.getRawType().isAnnotatedWith(HttpMethod.class)))
                        .map(method -> Operation.of(resource, method)))
            .toList();
  }

  private static List<String> rows(List<Operation> operations) {
    var byPermission = new TreeMap<String, TreeSet<String>>();
    for (var operation : operations) {
      byPermission
          .computeIfAbsent(operation.permission(), each -> new TreeSet<>())
          .add("`" + operation.method() + " " + operation.path() + "`");
    }
    var rows = new ArrayList<String>();
    rows.add("| permission | operations |");
    rows.add("| --- | --- |");
    byPermission.forEach(
        (permission, all) -> rows.add("| %s | %s |".formatted(permission, String.join(", ", all))));
    return rows;
  }
}
