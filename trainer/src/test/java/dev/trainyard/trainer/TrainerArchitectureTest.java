package dev.trainyard.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.trainyard.trainer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class TrainerArchitectureTest {
  @ArchTest
  static final ArchRule NO_SERVICE_FRAMEWORK =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("io.quarkus..", "jakarta..");
}
