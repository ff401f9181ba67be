package org.mnistcnn.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGHints;
import org.jfree.svg.ViewBox;
import org.mnistcnn.data.AtomicFile;

/**
 * A drawing, ready to be written in any form.
 *
 * @param name of its files, without the ending
 * @param title what it shows, in a few words
 * @param description what it says, for those who cannot see it
 * @param width in points
 * @param height in points
 * @param drawing draws it, any number of times, in one thread at a time
 */
public record Picture(
    String name, String title, String description, int width, int height, Drawing drawing) {

  /** Draws in points, on a ground that is there already. */
  @FunctionalInterface
  public interface Drawing {
    /** Draws all of it. */
    void draw(Graphics2D graphics);
  }

  /** Writes it with two pixels a point for sharp text: the file whole, or not at all. */
  public void writePng(Path file) throws IOException {
    PngFile.write(file, image());
  }

  /** Writes it in shapes, sharp at every size: the file whole, or not at all. */
  public void writeSvg(Path file) throws IOException {
    byte[] text = (svg(true, "") + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  /** The picture in pixels, on white. */
  BufferedImage image() {
    return PngFile.draw(width, height, drawing::draw);
  }

  /** The picture as the bytes of a PNG file. */
  public byte[] png() throws IOException {
    return PngFile.bytes(image());
  }

  /**
   * The picture as an {@code svg} element for a web page that has its own ground: texts, lines and
   * empty places take the colours of the page's CSS variables {@code --ink}, {@code --grid} and
   * {@code --surface}.
   */
  public String element() {
    String drawn = svg(false, name);
    return drawn
        .replace("rgb(34,34,34)", "var(--ink)")
        .replace("rgb(221,221,221)", "var(--grid)")
        .replace("rgb(254,254,254)", "var(--surface)");
  }

  private String svg(boolean ground, String ids) {
    SVGGraphics2D graphics = new SVGGraphics2D(width, height);
    graphics.setDefsKeyPrefix(ids + "_");
    graphics.setRenderingHint(SVGHints.KEY_TEXT_RENDERING, SVGHints.VALUE_TEXT_RENDERING_PRECISION);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    if (ground) {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
    }
    drawing.draw(graphics);
    return graphics.getSVGElement(null, ground, new ViewBox(0, 0, width, height), null, null);
  }
}
