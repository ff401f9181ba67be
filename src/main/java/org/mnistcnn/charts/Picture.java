package org.mnistcnn.charts;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGHints;
import org.jfree.svg.ViewBox;
import org.mnistcnn.common.AtomicFile;

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

  /** Draws in points, on an existing ground. */
  @FunctionalInterface
  public interface Drawing {
    /** Draws all of it. */
    void draw(Graphics2D graphics);
  }

  /**
   * The files of a picture.
   *
   * @param png two pixels per point for sharp text, on white
   * @param svg shapes, sharp at every size, on white
   * @param element the same shapes as an {@code svg} element for a web page that has its own
   *     ground: texts, lines and empty places take the colours of the page's CSS variables {@code
   *     --ink}, {@code --grid} and {@code --surface}
   */
  public record Files(Path png, Path svg, String element) {}

  /** Writes NAME.png and NAME.svg, each whole or not at all. */
  public Files write(Path directory) throws IOException {
    Path png = directory.resolve(name + ".png");
    Path svg = directory.resolve(name + ".svg");
    PngFile.write(png, image());
    String shapes = shapes();
    AtomicFile.write(svg, onWhite(shapes));
    return new Files(png, svg, inPage(shapes));
  }

  /** Writes the PNG alone, to this file, whole or not at all. */
  public void writePng(Path file) throws IOException {
    PngFile.write(file, image());
  }

  /** The picture in pixels, on white. */
  BufferedImage image() {
    return PngFile.draw(width, height, drawing::draw);
  }

  /** The element of {@link Files}. */
  String element() {
    return inPage(shapes());
  }

  private static String inPage(String shapes) {
    return shapes
        .replace("rgb(34,34,34)", "var(--ink)")
        .replace("rgb(221,221,221)", "var(--grid)")
        .replace("rgb(254,254,254)", "var(--surface)");
  }

  private String onWhite(String shapes) {
    int inside = shapes.indexOf('>') + 1;
    return "%s<rect width='%d' height='%d' fill='white'/>%s\n"
        .formatted(shapes.substring(0, inside), width, height, shapes.substring(inside));
  }

  private String shapes() {
    SVGGraphics2D graphics = new SVGGraphics2D(width, height);
    graphics.setDefsKeyPrefix(name + "_");
    graphics.setRenderingHint(SVGHints.KEY_TEXT_RENDERING, SVGHints.VALUE_TEXT_RENDERING_PRECISION);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    drawing.draw(graphics);
    return graphics.getSVGElement(null, true, new ViewBox(0, 0, width, height), null, null);
  }
}
