package dev.trainyard.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.trainyard.contracts",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Whoever speaks the language must not have to take a framework with it. */
  @ArchTest
  static final ArchRule DEPENDS_ON_NOTHING_BUT_JDK_AND_JACKSON_ANNOTATIONS =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.trainyard.contracts..", "java..", "com.fasterxml.jackson.annotation..");
}
