package dev.trainyard.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.TenantScope;
import java.util.stream.Stream;

/** The methods of a service that work for all tenants, so that nobody adds one unnoticed. */
public final class AcrossTenantsCallers {
  private AcrossTenantsCallers() {}

  /**
   * Fails if there are others, or fewer.
   *
   * @param methods as {@code Class.method}
   */
  public static void require(String packageName, String... methods) {
    var found =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(packageName)
                .stream()
                .flatMap(each -> each.getMethods().stream())
                .filter(method -> isMarked(method) || actsForAll(method))
                .map(method -> method.getOwner().getSimpleName() + "." + method.getName());
    assertThat(found.distinct()).containsExactlyInAnyOrder(methods);
  }

  private static boolean isMarked(JavaMethod method) {
    return method.isAnnotatedWith(AcrossTenants.class);
  }

  private static boolean actsForAll(JavaMethod method) {
    return Stream.of("all", "ofRow")
        .anyMatch(
            name ->
                method.getMethodCallsFromSelf().stream()
                    .anyMatch(
                        call ->
                            call.getTargetOwner().isEquivalentTo(TenantScope.class)
                                && call.getName().equals(name)));
  }
}
