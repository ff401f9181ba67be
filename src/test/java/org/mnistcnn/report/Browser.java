package org.mnistcnn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium. */
final class Browser implements AutoCloseable {

  private static final boolean REQUIRED = Boolean.getBoolean("mnistcnn.browser");

  private final ChromeDriver driver;

  /**
   * Starts it with an empty profile. Skips the test where there is none, unless it is required.
   *
   * @param dark whether pages are asked for their dark colours
   */
  Browser(Path profile, boolean dark) {
    Path chromium = find("chromium", "google-chrome");
    Path chromedriver = find("chromedriver");
    boolean there = Files.exists(chromium) && Files.exists(chromedriver);
    assertThat(there || !REQUIRED).as("chromium and chromedriver are installed").isTrue();
    Assumptions.assumeTrue(
        there, "no chromium with chromedriver (ci/test installs them): report.html is not seen");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    if (dark) {
      options.addArguments("--force-dark-mode", "--blink-settings=preferredColorScheme=0");
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .withSilent(true)
                .build(),
            options);
    driver.manage().window().setSize(new Dimension(1280, 1000));
  }

  private static Path find(String... names) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .flatMap(directory -> Stream.of(names).map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(Path.of("no", names[0]));
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Opens a file of this machine, with no network to help. */
  void open(Path file) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", true, "latency", 0, "downloadThroughput", 0, "uploadThroughput", 0));
    driver.get(file.toUri().toString());
  }

  /** What the page's console says. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
