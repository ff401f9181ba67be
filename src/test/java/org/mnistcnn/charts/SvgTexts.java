package org.mnistcnn.charts;

import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Where the texts of an SVG stand. */
final class SvgTexts {

  private static final Pattern MATRIX = Pattern.compile("matrix\\(([^)]*)\\)");
  private static final Pattern SIZE = Pattern.compile("font-size: ?([0-9.]+)px");

  private SvgTexts() {}

  /** A text and the room it takes, in points: the height of its small letters. */
  record Text(String text, Rectangle2D box) {}

  static List<Text> of(String svg) {
    try {
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg.replaceAll("<!DOCTYPE[^>]*>", ""))))
              .getDocumentElement();
      NodeList elements = root.getElementsByTagName("text");
      List<Text> texts = new ArrayList<>();
      for (int i = 0; i < elements.getLength(); i++) {
        if (elements.item(i) instanceof Element element && !element.getTextContent().isBlank()) {
          texts.add(text(element));
        }
      }
      return texts;
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError(svg, e);
    }
  }

  private static Text text(Element element) {
    double x = Double.parseDouble(element.getAttribute("x"));
    double y = Double.parseDouble(element.getAttribute("y"));
    Matcher size = SIZE.matcher(element.getAttribute("style"));
    if (!size.find()) {
      throw new AssertionError("a text without a size: " + element.getAttribute("style"));
    }
    float points = Float.parseFloat(size.group(1));
    double width =
        ChartStyle.width(
            element.getTextContent(), new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(points));
    Shape box = new Rectangle2D.Double(x, y - points * 0.7, width, points * 0.7);
    Matcher matrix = MATRIX.matcher(element.getAttribute("transform"));
    if (matrix.find()) {
      double[] values =
          Arrays.stream(matrix.group(1).split("[, ]+", -1))
              .mapToDouble(Double::parseDouble)
              .toArray();
      box = new AffineTransform(values).createTransformedShape(box);
    }
    return new Text(element.getTextContent(), box.getBounds2D());
  }

  /** Pairs that stand on one another. */
  static List<List<Text>> overlapping(List<Text> texts) {
    List<List<Text>> pairs = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      for (int j = i + 1; j < texts.size(); j++) {
        if (texts.get(i).box().intersects(texts.get(j).box())) {
          pairs.add(List.of(texts.get(i), texts.get(j)));
        }
      }
    }
    return pairs;
  }

  /** Texts that leave the picture. */
  static List<Text> outside(List<Text> texts, int width, int height) {
    Rectangle2D picture = new Rectangle2D.Double(0, 0, width, height);
    return texts.stream().filter(text -> !picture.contains(text.box())).toList();
  }
}
