package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.engine.InferenceModel;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.formats.savedmodel.SavedModelWriter;
import org.mnistcnn.gates.GateResults;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.metrics.MixtureWeights;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.rewrite.Ensemble;
import org.mnistcnn.report.Comparison;
import org.mnistcnn.report.Report;
import org.mnistcnn.report.ReportInput;
import org.mnistcnn.report.RunContext;
import org.mnistcnn.train.History;

/**
 * Makes one model of trained ones, exports and tests it, and shows it beside them.
 *
 * @param outputs where to, under which name
 * @param settings the options, for readers
 */
record EnsembleJob(
    Outputs outputs,
    CommonOptions common,
    TrainTestData data,
    Weighting weighting,
    Optional<Gates> gates,
    Map<String, String> settings,
    PrintWriter out) {

  /** How much each member counts. */
  enum Weighting {
    EQUAL,
    FITTED
  }

  /**
   * A trained model.
   *
   * @param name other than every other's
   * @param history of its training, where it is known
   */
  record Member(String name, TrainedModel trained, Optional<History> history) {}

  /** Does all of it; returns the exit code. */
  int run(List<Member> members) throws IOException {
    List<Member> named = MemberRules.withClassNames(members, data.test().classNames());
    MemberRules.requireFit(named, data.test(), common.data());
    Device device = common.device().with(ComputeOptions.DEFAULT);
    List<Double> shares = shares(named, device);
    List<ReportInput> tested = new ArrayList<>();
    for (Member member : named) {
      ReportInput reportInput =
          ReportInput.of(member.name(), predictions(member.trained(), data.test(), device));
      tested.add(member.history().map(reportInput::withHistory).orElse(reportInput));
    }
    TrainedModel whole =
        TrainedModel.ensemble(
            named.stream().map(Member::trained).toList(), shares, facts(named, tested, shares));
    Path version = SavedModelWriter.publish(outputs.savedModels(), whole);
    Path keras = outputs.run().resolve(outputs.name() + ".keras");
    KerasFile.write(keras, whole.model(), whole.weights(), InstantSource.system());
    ReportInput ensemble = reportInput(version, whole, device);
    tested.add(0, ensemble);
    EnsembleTable.print(out, tested, shares);
    return report(version, keras, ensemble, tested);
  }

  private static Predictions predictions(TrainedModel trained, Dataset images, Device device) {
    try (InferenceModel model = new InferenceModel(trained.model(), trained.weights(), device)) {
      return new Predictions(images.classNames(), images.labels(), model.probabilities(images));
    }
  }

  private List<Double> shares(List<Member> members, Device device) throws IOException {
    if (weighting == Weighting.EQUAL) {
      return new Ensemble(members.stream().map(member -> member.trained().model()).toList())
          .weights();
    }
    Dataset heldOut = MemberRules.heldOut(members, data.training());
    List<Predictions> predictions = new ArrayList<>();
    for (Member member : members) {
      predictions.add(predictions(member.trained(), heldOut, device));
    }
    MixtureWeights fitted = MixtureWeights.fit(predictions);
    out.printf(
        Locale.ROOT,
        "%nWeights fitted on %,d images that no member has learned from: log loss %.5f, with equal"
            + " weights %.5f%n",
        heldOut.count(),
        fitted.loss(),
        fitted.equalLoss());
    return fitted.shares();
  }

  /** What is known of the whole: its members, how much each counts and how good it is alone. */
  private static Map<String, String> facts(
      List<Member> models, List<ReportInput> members, List<Double> shares)
      throws InvalidDataException {
    Map<String, String> facts = new LinkedHashMap<>(MemberRules.sharedFacts(models));
    facts.put("ensemble of", members.size() + " models");
    for (int i = 0; i < members.size(); i++) {
      facts.put(
          "member " + (i + 1),
          String.format(
              Locale.ROOT,
              "%s, weight %.6f, test accuracy %.4f",
              members.get(i).name(),
              shares.get(i),
              members.get(i).scores().report().accuracy()));
    }
    return facts;
  }

  /** Tests what was exported. */
  private ReportInput reportInput(Path version, TrainedModel whole, Device device)
      throws IOException {
    ReportInput tested =
        new TestedModel(version, common.data(), data.test(), device).reportInput(outputs.name());
    RunContext known = tested.context();
    Map<String, String> shown = new TreeMap<>(settings);
    shown.values().removeIf(String::isEmpty);
    Map<String, String> facts = new LinkedHashMap<>(known.data());
    facts.putAll(whole.facts());
    facts.put("training set", DataFacts.fingerprint(data.training()));
    return tested.withContext(
        new RunContext(
            whole.model().summary(),
            shown,
            facts,
            known.versions(),
            known.device(),
            known.seconds()));
  }

  private int report(Path version, Path keras, ReportInput ensemble, List<ReportInput> all)
      throws IOException {
    ensemble
        .context()
        .withData("model", outputs.run().relativize(version).toString())
        .write(outputs.run().resolve(TrainJob.RUN_FILE));
    Optional<GateResults> results =
        gates.map(every -> every.check(ensemble.scores(), ensemble.predictions()));
    List<Path> written = new ArrayList<>(List.of(version, keras));
    written.addAll(
        Report.write(outputs.charts(), results.map(ensemble::withGates).orElse(ensemble)));
    written.addAll(new Comparison(outputs.name(), all).write(outputs.charts()));
    Console.printWritten(out, Collections.unmodifiableList(written));
    return GateOptions.print(out, results);
  }
}
