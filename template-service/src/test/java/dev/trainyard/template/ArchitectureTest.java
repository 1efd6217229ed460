package dev.trainyard.template;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;

@AnalyzeClasses(
    packages = "dev.trainyard.template",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Services share nothing but events and REST. */
  @ArchTest
  static final ArchRule KNOWS_NO_OTHER_SERVICE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.trainyard.process..",
              "dev.trainyard.agent..",
              "dev.trainyard.registry..",
              "dev.trainyard.monitoring..",
              "dev.trainyard.trainer..");

  /** What a client sees must not change with the tables. */
  @ArchTest
  static final ArchRule RESOURCES_DO_NOT_USE_ENTITIES =
      noClasses()
          .that()
          .areAnnotatedWith(Path.class)
          .should()
          .dependOnClassesThat()
          .areAnnotatedWith(Entity.class);

  /** Packages are named after features. */
  @ArchTest
  static final ArchRule NO_PACKAGE_FOR_LEFTOVERS =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..common..", "..dto..", "..impl..", "..helper..", "..manager..");

  /** Checking an archive needs neither a database nor a web server. */
  @ArchTest
  static final ArchRule ARCHIVE_CHECK_IS_PLAIN_JAVA =
      classes()
          .that()
          .resideInAPackage("..archive..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.imageio..",
              "dev.trainyard.template.archive..",
              "dev.trainyard.contracts..",
              "dev.trainyard.kit.problem..",
              "org.apache.commons.compress.archivers.tar..",
              "org.eclipse.microprofile.openapi..");
}
