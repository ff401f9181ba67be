package org.mnistcnn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.gates.Gate;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.metrics.MadeUp;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.train.History;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** {@code report.html} as people meet it. */
final class ReportInBrowserTest {

  private static final String HOSTILE = "<script>document.title='taken'</script>";
  private static final List<String> NAMES =
      List.of(HOSTILE, "\"><img src=x onerror=alert(1)>", "cat & dog", "a'b", "5", "${6}");

  @TempDir Path directory;

  @Test
  void clickingACellShowsItsImages() throws IOException {
    try (Browser browser = new Browser(directory.resolve("profile"), false)) {
      browser.open(report());
      ChromeDriver page = browser.driver();
      assertThat(page.getTitle()).isEqualTo("model <b>: report");
      long all = shown(page);
      assertThat(all).isGreaterThan(20);

      WebElement cell =
          page.findElement(By.cssSelector("button[data-true='2'][data-predicted='4']"));
      long expected = Long.parseLong(cell.getText());
      cell.click();
      assertThat(shown(page)).isEqualTo(expected).isLessThan(all);
      assertThat(page.findElement(By.id("filter-count")).getText()).isEqualTo(expected + " shown");
      for (WebElement card : page.findElements(By.cssSelector("#cards li:not([hidden])"))) {
        assertThat(card.getText()).contains("cat & dog taken for 5");
      }

      page.findElement(By.cssSelector("#filter button")).click();
      assertThat(shownSoon(page, all)).isEqualTo(all);
      assertThat(browser.console()).isEmpty();
    }
  }

  @Test
  void theKeyboardIsEnough() throws IOException {
    try (Browser browser = new Browser(directory.resolve("profile"), false)) {
      browser.open(report());
      ChromeDriver page = browser.driver();
      WebElement cell = page.findElement(By.cssSelector(".matrix button"));
      cell.sendKeys(Keys.ENTER);
      assertThat(shown(page)).isEqualTo(Long.parseLong(cell.getText()));

      WebElement head =
          page.findElement(By.xpath("//section[@id='classes']//th[button='Recall']/button"));
      head.sendKeys(Keys.ENTER);
      List<Double> recalls =
          page.findElements(By.cssSelector("#classes table tbody tr td:nth-child(3)")).stream()
              .limit(NAMES.size())
              .map(found -> Double.parseDouble(found.getText()))
              .toList();
      assertThat(recalls).isSorted();
      assertThat(page.findElement(By.cssSelector("#classes th[aria-sort=ascending]")).getText())
          .startsWith("Recall");
      assertThat(browser.console()).isEmpty();
    }
  }

  @Test
  void namesAreTextAndEveryPictureHasWords() throws IOException {
    try (Browser browser = new Browser(directory.resolve("profile"), false)) {
      browser.open(report());
      ChromeDriver page = browser.driver();
      assertThat(page.findElement(By.cssSelector("#classes tbody th")).getText())
          .isEqualTo(HOSTILE);
      assertThat(page.findElements(By.cssSelector("script"))).hasSize(1);
      assertThat(page.findElements(By.cssSelector("img:not([alt])"))).isEmpty();
      assertThat(page.findElements(By.cssSelector("figure .chart:not([aria-label])"))).isEmpty();
      assertThat(page.findElements(By.cssSelector("figure"))).hasSizeGreaterThan(9);
      assertThat(page.findElements(By.cssSelector("[src^=http],link[href^=http]"))).isEmpty();
      assertThat(overflow(page)).as("nothing makes the page wider than the window").isLessThan(1);
      page.manage().window().setSize(new Dimension(500, 900));
      assertThat(overflow(page)).as("nor on a narrow one").isLessThan(1);
      assertThat(browser.console()).isEmpty();
    }
  }

  private static long overflow(ChromeDriver page) {
    Object wider =
        page.executeScript(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    return wider instanceof Number number ? number.longValue() : Long.MAX_VALUE;
  }

  @Test
  void textHasContrastInLightAndInDark() throws IOException {
    for (boolean dark : new boolean[] {false, true}) {
      try (Browser browser = new Browser(directory.resolve("profile" + dark), dark)) {
        browser.open(report());
        ChromeDriver page = browser.driver();
        emulate(page, dark);
        String ground = css(page, "background-color");
        assertThat(luminance(ground)).isBetween(dark ? 0.0 : 0.9, dark ? 0.1 : 1.0);
        assertThat(contrast(ground, css(page, "color"))).isGreaterThan(7);
        for (String chosen : List.of(".hint", ".verdict", "figcaption", "td.failed", "nav a")) {
          WebElement found = page.findElement(By.cssSelector(chosen));
          assertThat(contrast(groundOf(page, found), found.getCssValue("color")))
              .as("%s, %s", chosen, dark ? "dark" : "light")
              .isGreaterThan(4.5);
        }
        assertThat(page.getScreenshotAs(OutputType.BYTES)).isNotEmpty();
      }
    }
  }

  @Test
  void withoutScriptsEverythingIsThere() throws IOException {
    try (Browser browser = new Browser(directory.resolve("profile"), false)) {
      ChromeDriver page = browser.driver();
      page.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
      browser.open(report());
      assertThat(page.findElements(By.cssSelector("#cards li"))).hasSizeGreaterThan(20);
      assertThat(page.findElement(By.cssSelector("#cards li")).isDisplayed()).isTrue();
      assertThat(page.findElement(By.id("filter")).isDisplayed()).isFalse();
      assertThat(page.findElement(By.cssSelector("figure svg")).isDisplayed()).isTrue();
    }
  }

  private static void emulate(ChromeDriver page, boolean dark) {
    page.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  private static String css(ChromeDriver page, String property) {
    return page.findElement(By.tagName("body")).getCssValue(property);
  }

  private static String groundOf(ChromeDriver page, WebElement element) {
    Object ground =
        page.executeScript(
            "let e=arguments[0]; while (getComputedStyle(e).backgroundColor==='rgba(0, 0, 0, 0)')"
                + " e=e.parentElement; return getComputedStyle(e).backgroundColor;",
            element);
    return String.valueOf(ground);
  }

  private static double contrast(String first, String second) {
    double one = luminance(first) + 0.05;
    double other = luminance(second) + 0.05;
    return Math.max(one, other) / Math.min(one, other);
  }

  /** The relative luminance of WCAG 2.2 of a colour as CSS has it. */
  private static double luminance(String css) {
    String[] channels = css.replaceAll("[^0-9,.]", "").split(",", -1);
    double[] factors = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double value = Double.parseDouble(channels[i]) / 255;
      sum +=
          factors[i] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static long shown(ChromeDriver page) {
    return page.findElements(By.cssSelector("#cards li:not([hidden])")).size();
  }

  private static long shownSoon(ChromeDriver page, long expected) {
    long end = System.nanoTime() + 5_000_000_000L;
    while (shown(page) != expected && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return shown(page);
  }

  private Path report() throws IOException {
    Predictions predictions = MadeUp.predictions(1, NAMES, 300, 3);
    Gates gates =
        new Gates(
            List.of(
                Gate.parse(Gate.Kind.FAIL_UNDER, "accuracy=0.1"),
                Gate.parse(Gate.Kind.FAIL_UNDER, "recall[5]=0.999")),
            Optional.empty());
    ReportInput reportInput =
        ReportInput.builder("model <b>", predictions)
            .images(images(predictions))
            .history(history())
            .context(
                new RunContext(
                    "Layer " + HOSTILE,
                    Map.of("--epochs", "3"),
                    Map.of("test set", "300 images, CRC-32C 00000000"),
                    Map.of("Java", "17"),
                    "CPU",
                    Map.of("training", 12.3)))
            .build();
    Report.write(
        directory,
        reportInput.with().gates(gates.check(reportInput.scores(), predictions)).build());
    Path file = directory.resolve("report.html");
    assertThat(Files.size(file)).isLessThan(2_000_000);
    return file;
  }

  private static Dataset images(Predictions predictions) {
    int[] labels = new int[predictions.count()];
    byte[] pixels = new byte[predictions.count() * 36];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = predictions.actual(i);
      pixels[i * 36 + labels[i] * 5] = -1;
    }
    return new Dataset(new ImageShape(6, 6, 1), NAMES, pixels, labels);
  }

  private static History history() {
    History history = new History();
    for (int epoch = 0; epoch < 3; epoch++) {
      Map<String, Double> logs = new LinkedHashMap<>();
      logs.put("loss", 0.5 / (epoch + 1));
      logs.put("accuracy", 1 - 0.2 / (epoch + 1));
      history.add(new History.Epoch(epoch, logs));
    }
    return history;
  }
}
