package dev.trainyard.monitoring.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.eclipse.microprofile.config.ConfigProvider;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.RemoteWebDriver;

/** A real headless Chromium, as Debian has it (packages chromium and chromium-driver). */
final class Browser {
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** What takes longer hangs: nobody waits for it. */
  private static final Duration LONGEST_LOAD = Duration.ofSeconds(30);

  private static Browser shared;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  private final RemoteWebDriver driver;

  private Browser(URI address) throws IOException {
    this.address = address;
    this.driver = new RemoteWebDriver(address.toURL(), options(), false);
    driver.manage().timeouts().pageLoadTimeout(LONGEST_LOAD);
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  /** The browser of all tests; it is opened by the first of them. */
  static synchronized Browser shared() {
    if (shared == null) {
      var address = ConfigProvider.getConfig().getValue(BrowserResource.ADDRESS, String.class);
      try {
        shared = new Browser(URI.create(address));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  private static ChromeOptions options() {
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
        "--lang=en-US",
        "--window-size=1280,900");
    options.setCapability("goog:loggingPrefs", logging);
    return options;
  }

  void go(URI page) {
    driver.get(page.toString());
  }

  /** Leaves the page, which then asks for nothing any more. */
  void leave() {
    driver.get("about:blank");
  }

  void back() {
    driver.navigate().back();
  }

  void reload() {
    driver.navigate().refresh();
  }

  /** The text of an element, as it is shown. */
  String text(String selector) {
    return (String)
        driver.executeScript(
            "return document.querySelector(arguments[0]).innerText.trim()", selector);
  }

  /** The texts of all elements that a selector finds, at one moment. */
  @SuppressWarnings("unchecked")
  List<String> texts(String selector) {
    return (List<String>)
        driver.executeScript(
            "return [...document.querySelectorAll(arguments[0])].map(each => each.innerText.trim())",
            selector);
  }

  String attribute(String selector, String name) {
    return find(selector).getDomAttribute(name);
  }

  boolean shows(String selector) {
    return (Boolean)
        driver.executeScript(
            "return [...document.querySelectorAll(arguments[0])]"
                + ".some(each => each.checkVisibility())",
            selector);
  }

  /** Clicks on an element wherever it is just then: what comes in may move it. */
  void click(String selector) {
    driver.executeScript("document.querySelector(arguments[0]).click()", selector);
  }

  /** Writes into a field, or chooses in a list what begins like this. */
  void type(String selector, String keys) {
    find(selector).sendKeys(keys);
  }

  /** Chooses an option of a list by its value. */
  void choose(String selector, String value) {
    find(selector + " option[value='" + value + "']").click();
  }

  /** Presses keys, wherever the focus is. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Presses a key while another is held. */
  void pressWith(CharSequence held, CharSequence key) {
    new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
  }

  /** The terms of a list and what stands beside each: the figures, or the values at the cursor. */
  @SuppressWarnings("unchecked")
  Map<String, String> list(String selector) {
    return (Map<String, String>)
        driver.executeScript(
            "return Object.fromEntries([...document.querySelectorAll(arguments[0] + ' > div')]"
                + ".map(each => [each.querySelector('dt').textContent,"
                + " each.querySelector('dd').textContent]))",
            selector);
  }

  /** How many pixels of the chart have a colour, or nearly so; the colour is one like #1f6feb. */
  long pixels(String color) {
    var rgb = Integer.parseInt(color.substring(1), 16);
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
            rgb >> 16,
            (rgb >> 8) & 0xff,
            rgb & 0xff);
  }

  /** Points at the chart, at a share of its width, and returns the values that are shown then. */
  Map<String, String> pointAt(double share) {
    var chart = find("#chart .u-over");
    var width = chart.getSize().getWidth();
    new Actions(driver).moveToElement(chart, (int) ((share - 0.5) * (width - 2)), 0).perform();
    return list("#readout");
  }

  /** Drags over the chart, between two shares of its width. */
  void zoom(double from, double to) {
    var chart = find("#chart .u-over");
    var width = chart.getSize().getWidth();
    new Actions(driver)
        .moveToElement(chart, (int) ((from - 0.5) * width), 0)
        .clickAndHold()
        .moveToElement(chart, (int) ((to - 0.5) * width), 0)
        .release()
        .perform();
  }

  /** What a script returns; of a promise, what it is kept with. */
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Everything the page has loaded. */
  @SuppressWarnings("unchecked")
  List<String> requests() {
    return (List<String>)
        driver.executeScript(
            "return performance.getEntriesByType('resource').map(each => each.name)");
  }

  /** What the pages have complained of since this was asked last. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::toString)
        .toList();
  }

  /** Makes the system light or dark. */
  void preferColors(String scheme) {
    command(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}".formatted(scheme));
  }

  /** Forgets what a site has kept. */
  void forget(URI site) {
    command(
        "Storage.clearDataForOrigin",
        "{\"origin\":\"http://%s\",\"storageTypes\":\"local_storage\"}"
            .formatted(site.getAuthority()));
  }

  private void command(String name, String parameters) {
    var command =
        HttpRequest.newBuilder(
                URI.create(address + "/session/" + driver.getSessionId() + "/goog/cdp/execute"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"cmd\":\"%s\",\"params\":%s}".formatted(name, parameters)))
            .build();
    try {
      var answer = client.send(command, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(name + ": " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Keeps a picture of the page under {@code target/screenshots}. */
  void screenshot(String name) throws IOException {
    var directory = Files.createDirectories(Path.of("target", "screenshots"));
    Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  private WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }
}
