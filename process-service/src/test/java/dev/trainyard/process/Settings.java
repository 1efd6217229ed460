package dev.trainyard.process;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.io.IOException;
import java.util.Map;

/** The settings that the service would start with. */
public final class Settings {
  private Settings() {}

  /**
   * What is set by default, and what a test changes of it.
   *
   * @throws io.smallrye.config.ConfigValidationException if the service would not start with it
   */
  public static <T> T of(Class<T> mapping, Map<String, String> changes) throws IOException {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .addDefaultInterceptors()
        .withValidator(new BeanValidationConfigValidatorImpl())
        .withSources(
            new PropertiesConfigSource(Settings.class.getResource("/application.properties")))
        .withSources(new PropertiesConfigSource(changes, "test", 1_000))
        .withMapping(mapping)
        .build()
        .getConfigMapping(mapping);
  }
}
