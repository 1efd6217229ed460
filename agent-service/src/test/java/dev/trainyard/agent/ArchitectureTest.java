package dev.trainyard.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.trainyard.agent",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule dependsOnNoOtherService =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.trainyard.template..",
              "dev.trainyard.process..",
              "dev.trainyard.registry..",
              "dev.trainyard.monitoring..",
              "dev.trainyard.trainer..")
          .because("services share nothing but events and REST");

  @ArchTest
  static final ArchRule holdsNoStorageKeysAndNoDatabase =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.minio..", "javax.sql..", "dev.trainyard.kit.storage..")
          .because("a target machine gets presigned addresses and no keys");

  @ArchTest
  static final ArchRule packagesAreByFeature =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..common..", "..dto..", "..impl..", "..helper..", "..manager..");

  @ArchTest
  static final ArchRule featuresHaveNoCycles =
      slices().matching("dev.trainyard.agent.(*)..").should().beFreeOfCycles();
}
