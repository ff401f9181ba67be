package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.gates.Baseline;
import org.mnistcnn.gates.Gate;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.report.PredictionsCsv;

/**
 * The bounds that a model must keep.
 *
 * @param failUnder texts such as {@code accuracy=0.99} or {@code recall[8]=0.97}
 * @param failOver texts such as {@code ece=0.02}
 * @param maxDrop how much worse than the baseline a measure may be
 * @param gates a JSON file of more of all three
 * @param baseline the {@code metrics.json} of an earlier report; {@code predictions.csv} beside it
 *     is read for McNemar's test
 */
@WithBuilder
public record GateConfig(
    @Role(Role.Kind.LOCAL) List<String> failUnder,
    @Role(Role.Kind.LOCAL) List<String> failOver,
    @Role(Role.Kind.LOCAL) List<String> maxDrop,
    @Role(Role.Kind.LOCAL) Optional<Path> gates,
    @Role(Role.Kind.LOCAL) Optional<Path> baseline)
    implements GateConfigBuilder.With {

  public static final GateConfig NONE =
      new GateConfig(List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

  public GateConfig {
    failUnder = List.copyOf(failUnder);
    failOver = List.copyOf(failOver);
    maxDrop = List.copyOf(maxDrop);
  }

  /** Whether a setting is a bound. */
  public static boolean isOne(Setting setting) {
    return setting.group() == GateConfig.class;
  }

  /**
   * The gates, all of existing measures and classes; empty if no bound is asked for.
   *
   * @throws SettingException if one is wrong, or names what does not exist
   * @throws IOException if a file can't be read
   */
  public Optional<Gates> read(List<String> classNames) throws IOException {
    try {
      return checked(classNames);
    } catch (IllegalArgumentException e) {
      throw SettingException.of(e);
    }
  }

  private Optional<Gates> checked(List<String> classNames) throws IOException {
    List<Gate> all = new ArrayList<>();
    failUnder.forEach(text -> all.add(Gate.parse(Gate.Kind.FAIL_UNDER, text)));
    failOver.forEach(text -> all.add(Gate.parse(Gate.Kind.FAIL_OVER, text)));
    maxDrop.forEach(text -> all.add(Gate.parse(Gate.Kind.MAX_DROP, text)));
    if (gates.isPresent()) {
      List<Gate> ofFile = Gates.read(gates.get());
      all.addAll(ofFile);
      if (all.isEmpty()) {
        throw new IllegalArgumentException(gates.get() + ": there is no gate in it");
      }
    }
    Optional<Baseline> earlier =
        baseline.isPresent() ? Optional.of(read(baseline.get(), classNames)) : Optional.empty();
    if (all.isEmpty() && earlier.isEmpty()) {
      return Optional.empty();
    }
    Gates checked = new Gates(all, earlier);
    checked.requireKnown(classNames);
    return Optional.of(checked);
  }

  private static Baseline read(Path metrics, List<String> classNames) throws IOException {
    Path predictions = metrics.resolveSibling("predictions.csv");
    Optional<Predictions> known =
        Files.exists(predictions)
            ? Optional.of(PredictionsCsv.read(predictions, Optional.of(classNames)))
            : Optional.empty();
    return Baseline.read(metrics, known);
  }
}
