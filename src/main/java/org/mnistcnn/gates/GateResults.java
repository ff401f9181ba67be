package org.mnistcnn.gates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.mnistcnn.common.AtomicFile;

/**
 * What became of all gates.
 *
 * @param results in the order of the gates
 */
public record GateResults(List<Result> results) {

  public GateResults {
    results = List.copyOf(results);
  }

  /**
   * What became of one gate.
   *
   * @param value of the model; NaN where it is not defined, which never passes
   * @param explanation what else decided; may be empty
   */
  public record Result(Gate gate, double value, boolean passed, String explanation) {

    /** The value as it is shown. */
    public String shownValue() {
      return Double.isNaN(value) ? "not defined" : String.format(Locale.ROOT, "%.6f", value);
    }

    /** All of it in one line. */
    @Override
    public String toString() {
      return "%s %s: %s%s"
          .formatted(
              passed ? "passed" : "FAILED",
              gate,
              shownValue(),
              explanation.isEmpty() ? "" : " (" + explanation + ")");
    }
  }

  /** Whether every gate passed. */
  public boolean passed() {
    return results.stream().allMatch(Result::passed);
  }

  /** Number of gates that failed. */
  public long failures() {
    return results.stream().filter(result -> !result.passed()).count();
  }

  /** Writes one testcase per gate in JUnit's XML, whole or not at all. */
  public void writeJUnit(Path file, String modelName) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newInstance()
              .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", text("gates of " + modelName));
      xml.writeAttribute("tests", Integer.toString(results.size()));
      xml.writeAttribute("failures", Long.toString(failures()));
      xml.writeAttribute("errors", "0");
      xml.writeAttribute("skipped", "0");
      for (Result result : results) {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", text("gates." + modelName));
        xml.writeAttribute("name", text(result.gate().toString()));
        if (result.passed()) {
          xml.writeStartElement("system-out");
        } else {
          xml.writeStartElement("failure");
          xml.writeAttribute("message", text(result.toString()));
        }
        xml.writeCharacters(text(result.toString()));
        xml.writeEndElement();
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
    AtomicFile.write(file, out -> out.write(bytes.toByteArray()));
  }

  /** XML has no way to write most control characters. */
  private static String text(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "\uFFFD");
  }
}
