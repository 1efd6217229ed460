package dev.trainyard.monitoring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.trainyard", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule dependsOnNoOtherService =
      noClasses()
          .that()
          .resideInAPackage("dev.trainyard.monitoring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.trainyard.template..",
              "dev.trainyard.process..",
              "dev.trainyard.agent..",
              "dev.trainyard.registry..",
              "dev.trainyard.trainer..",
              "dev.trainyard.backends..");

  @ArchTest
  static final ArchRule packagesAreNamedByFeature =
      noClasses()
          .that()
          .resideInAPackage("dev.trainyard.monitoring..")
          .should()
          .resideInAnyPackage(
              "..util..", "..common..", "..dto..", "..impl..", "..helper..", "..manager..");

  @ArchTest
  static final ArchRule onlyStoresSpeakSql =
      classes()
          .that()
          .resideInAPackage("dev.trainyard.monitoring..")
          .and()
          .haveSimpleNameEndingWith("Consumer")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages("java.sql..", "javax.sql..", "..monitoring.database..");
}
