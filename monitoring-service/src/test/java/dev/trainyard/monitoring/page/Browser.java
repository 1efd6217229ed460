package dev.trainyard.monitoring.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real headless Chromium, as Debian has it (packages chromium and chromium-driver). */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  static Browser open() {
    var logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--force-color-profile=srgb",
        "--window-size=1280,900");
    options.setCapability("goog:loggingPrefs", logging);
    var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new Browser(new ChromeDriver(service, options));
  }

  void go(String address) {
    driver.get(address);
  }

  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  /** The figures of the header, by their labels. */
  @SuppressWarnings("unchecked")
  Map<String, String> figures() {
    return (Map<String, String>)
        driver.executeScript(
            "return Object.fromEntries([...document.querySelectorAll('#header div')]"
                + ".map(each => [each.querySelector('dt').textContent,"
                + " each.querySelector('dd').textContent]))");
  }

  /** How many pixels of the chart have this colour, or nearly so. */
  long pixels(int red, int green, int blue) {
    return (Long)
        driver.executeScript(
            """
            const drawn = document.querySelector('#chart canvas');
            if (!drawn) return 0;
            const copy = Object.assign(
                document.createElement('canvas'), { width: drawn.width, height: drawn.height });
            const context = copy.getContext('2d', { willReadFrequently: true });
            context.drawImage(drawn, 0, 0);
            const data = context.getImageData(0, 0, copy.width, copy.height).data;
            let found = 0;
            for (let i = 0; i < data.length; i += 4) {
              if (data[i + 3] > 200 && Math.abs(data[i] - arguments[0]) < 12
                  && Math.abs(data[i + 1] - arguments[1]) < 12
                  && Math.abs(data[i + 2] - arguments[2]) < 12) found++;
            }
            return found;
            """,
            red,
            green,
            blue);
  }

  /** Points at the chart, at a share of its width, and returns what the legend says there. */
  String readOut(double share) {
    var place = driver.findElement(By.cssSelector("#chart .u-over"));
    var size = place.getSize();
    new Actions(driver)
        .moveToElement(place, (int) ((share - 0.5) * (size.getWidth() - 2)), 0)
        .perform();
    return text("#chart .u-legend").replaceAll("\\s+", " ");
  }

  /** Drags over the chart, between two shares of its width. */
  void zoom(double from, double to) {
    var place = driver.findElement(By.cssSelector("#chart .u-over"));
    var width = place.getSize().getWidth();
    new Actions(driver)
        .moveToElement(place, (int) ((from - 0.5) * width), 0)
        .clickAndHold()
        .moveToElement(place, (int) ((to - 0.5) * width), 0)
        .release()
        .perform();
  }

  Object run(String script) {
    return driver.executeScript(script);
  }

  /** Everything the page has loaded. */
  @SuppressWarnings("unchecked")
  List<String> requests() {
    return (List<String>)
        driver.executeScript(
            "return performance.getEntriesByType('resource').map(each => each.name)");
  }

  /** What the page has complained of. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::toString)
        .toList();
  }

  /** Keeps a picture of the page under {@code target/screenshots}. */
  void screenshot(String name) throws IOException {
    var directory = Files.createDirectories(Path.of("target", "screenshots"));
    Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
