package dev.trainyard.monitoring.page;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriverService;

/**
 * The driver of the browser that all tests of pages share; it ends with them, and the browser with
 * it. Where Chromium is not installed nothing is started.
 */
public final class BrowserResource implements QuarkusTestResourceLifecycleManager {
  static final String ADDRESS = "trainyard.test.browser";

  private ChromeDriverService driver;

  @Override
  public Map<String, String> start() {
    if (!Browser.isInstalled()) {
      System.err.println("No Chromium (Debian: chromium, chromium-driver): pages are not tested");
      return Map.of();
    }
    driver =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Browser.DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    try {
      driver.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(ADDRESS, driver.getUrl().toString());
  }

  @Override
  public void stop() {
    if (driver != null) {
      driver.stop();
    }
  }
}
