package org.mnistcnn.app.ensemble;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mnistcnn.app.DataConfig;
import org.mnistcnn.app.GateConfig;
import org.mnistcnn.app.ModelSource;
import org.mnistcnn.app.Outputs;
import org.mnistcnn.app.Overlay;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.RunObserver;
import org.mnistcnn.app.TestedModel;
import org.mnistcnn.app.TrainRun;
import org.mnistcnn.app.TrainedOn;
import org.mnistcnn.app.ensemble.EnsembleConfig.Weighting;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
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

/** Makes one model of trained ones, exports and tests it, and shows it beside them. */
public final class EnsembleRun {

  private final RunConfig config;
  private final Outputs outputs;
  private final TrainTestData data;
  private final Weighting weighting;
  private final Optional<Gates> gates;
  private final Map<String, String> settings;
  private final RunObserver observer;

  private EnsembleRun(
      RunConfig config,
      TrainTestData data,
      Weighting weighting,
      Map<String, String> settings,
      RunObserver observer)
      throws IOException {
    this.config = config;
    this.outputs = config.output().outputs();
    this.data = data;
    this.weighting = weighting;
    this.settings = settings;
    this.observer = observer;
    Outputs.requireWritable(outputs.savedModels(), outputs.charts(), outputs.run());
    this.gates = config.gates().read(data.test().classNames());
  }

  /**
   * What an ensemble came to.
   *
   * @param interrupted whether it was asked to end before its end, and has saved itself
   * @param tested the ensemble, then its members; none if it was interrupted
   * @param shares the weight of each member
   * @param gates empty if no bound was asked for
   * @param written all files and directories that it wrote, for people to look at
   */
  public record Result(
      boolean interrupted,
      List<ReportInput> tested,
      List<Double> shares,
      Optional<GateResults> gates,
      List<Path> written) {

    public Result {
      tested = List.copyOf(tested);
      shares = List.copyOf(shares);
      written = List.copyOf(written);
    }
  }

  /**
   * Makes an ensemble of existing models.
   *
   * @param models runs, checkpoints, SavedModels of this program and {@code .keras} files
   * @param config data, device, gates and outputs; nothing else of it has an effect
   */
  public static Result ofModels(
      List<Path> models, Weighting weighting, RunConfig config, RunObserver observer)
      throws IOException {
    requireNoRun(config);
    List<Member> members = ExistingMembers.read(models, config.output().name(), observer);
    TrainTestData data = config.data().read(members.get(0).trained(), observer::warn);
    Map<String, String> own = new TreeMap<>();
    own.put("from", String.join(",", models.stream().map(Path::toString).toList()));
    own.put("weights", weighting.toString());
    return new EnsembleRun(config, data, weighting, EnsembleConfig.shown(config, own), observer)
        .of(members);
  }

  /**
   * Trains the members that are not finished yet, and makes an ensemble of all.
   *
   * @param defaults of the settings that the ensemble does not say
   */
  public static Result ofMembers(EnsembleConfig ensemble, RunConfig defaults, RunObserver observer)
      throws IOException {
    RunConfig config = ensemble.settings().over(defaults);
    requireNoRun(config);
    TrainTestData data = config.data().read(observer::warn);
    requireFittable(ensemble, config, data);
    int folds =
        data.validation().isPresent()
            ? 1
            : Split.folds(config.data().limited(data.training()), config.fit().validationSplit());
    EnsembleRun whole =
        new EnsembleRun(
            config,
            data,
            ensemble.weights(),
            EnsembleConfig.shown(config, ensemble.own()),
            observer);
    List<TrainedMember> members = new ArrayList<>();
    for (int index = 0; index < ensemble.members(); index++) {
      TrainedMember member = TrainedMember.of(member(config, index, folds), observer);
      member.requireSame(config.images(data));
      members.add(member);
    }
    ensemble.write(whole.outputs.run());
    List<Member> trained = new ArrayList<>();
    for (TrainedMember member : members) {
      observer.note(
          "Member %d of %d, %s: %s"
              .formatted(
                  trained.size() + 1, members.size(), member.name(), member.state().description()));
      if (!member.train(data, observer)) {
        return new Result(true, List.of(), List.of(), Optional.empty(), List.of());
      }
      trained.add(member.trained());
    }
    return whole.of(trained);
  }

  private static void requireNoRun(RunConfig config) {
    Path directory = config.output().outputs().run();
    if (ModelSource.isRun(directory)) {
      throw SettingException.of(
          "%s is a run of its own: give the ensemble another {name}", directory);
    }
  }

  /** The configuration of a member, counted from 0. */
  private static RunConfig member(RunConfig config, int index, int folds) {
    return Overlay.of("name", config.output().name() + "-" + (index + 1))
        .and(Overlay.of("seed", config.fit().seed() + index))
        .and(Overlay.of("validationFold", config.fit().validationFold().orElse(index % folds + 1)))
        .over(config.withGates(GateConfig.NONE));
  }

  /** Members that validate on different blocks have learned from each other's. */
  private static void requireFittable(
      EnsembleConfig ensemble, RunConfig config, TrainTestData data) {
    if (ensemble.weights() == Weighting.FITTED
        && data.validation().isEmpty()
        && (config.fit().validationFold().isEmpty() || config.fit().validationSplit() == 0)) {
      throw SettingException.of(
          "{weights} fitted needs images that no member learns from: give one block to all members,"
              + " such as {validationFold} 1, and a {validationSplit}");
    }
    if (ensemble.weights() == Weighting.FITTED
        && data.validation().isEmpty()
        && config.fit().shuffleSplit()) {
      throw SettingException.of(
          "{weights} fitted needs images that no member learns from, but with {shuffleSplit} each"
              + " member's seed chooses others: leave it out");
    }
  }

  private Result of(List<Member> members) throws IOException {
    List<Member> named = withClassNames(members, data.test().classNames());
    requireFit(named, data.test(), config.data().place());
    Device device = Device.choose(config.compute().device()).with(ComputeOptions.DEFAULT);
    List<Double> shares = shares(named, device);
    List<ReportInput> tested = new ArrayList<>();
    for (Member member : named) {
      Predictions predictions = predictions(member.trained(), data.test(), device);
      tested.add(ReportInput.builder(member.name(), predictions).history(member.history()).build());
    }
    TrainedModel whole =
        TrainedModel.ensemble(
            named.stream().map(Member::trained).toList(), shares, facts(named, tested, shares));
    Path version = SavedModelWriter.publish(outputs.savedModels(), whole);
    Path keras = outputs.run().resolve(outputs.name() + ".keras");
    KerasFile.write(keras, whole.model(), whole.weights(), InstantSource.system());
    ReportInput ensemble = evidence(version, whole, device);
    tested.add(0, ensemble);
    return report(version, keras, tested, shares);
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
    Dataset heldOut = heldOut(members, data);
    List<Predictions> predictions = new ArrayList<>();
    for (Member member : members) {
      predictions.add(predictions(member.trained(), heldOut, device));
    }
    MixtureWeights fitted = MixtureWeights.fit(predictions);
    observer.note("");
    observer.note(
        String.format(
            Locale.ROOT,
            "Weights fitted on %,d images that no member has learned from: log loss %.5f, with"
                + " equal weights %.5f",
            heldOut.count(),
            fitted.loss(),
            fitted.equalLoss()));
    return fitted.shares();
  }

  /**
   * The members with the names of classes that they agree on. A {@code .keras} file has none, and
   * takes those of the others, or of the test set.
   *
   * @throws InvalidDataException if two have other names
   */
  private static List<Member> withClassNames(List<Member> members, List<String> ofTest)
      throws InvalidDataException {
    Optional<Member> naming = members.stream().filter(member -> !member.isNumbered()).findFirst();
    List<String> names = naming.map(member -> member.trained().classNames()).orElse(ofTest);
    List<Member> named = new ArrayList<>();
    for (Member member : members) {
      List<String> own = member.trained().classNames();
      if (!member.isNumbered() && !own.equals(names)) {
        throw new InvalidDataException(
            "%s: its classes are %s, but those of %s are %s; an ensemble needs models of the same classes"
                .formatted(
                    member.name(), own, naming.map(Member::name).orElse("the test set"), names));
      }
      named.add(names.size() == own.size() ? member.withClassNames(names) : member);
    }
    return named;
  }

  /**
   * Checks that all members take the images of a data set and tell its classes apart.
   *
   * @param place where it is from
   */
  private static void requireFit(List<Member> members, Dataset images, Path place)
      throws InvalidDataException {
    for (Member member : members) {
      TrainedModel trained = member.trained();
      if (!trained.takes(images.imageShape())) {
        throw new InvalidDataException(
            "%s: takes images of shape %s, but those of %s are %s; an ensemble needs models of one size and their data set"
                .formatted(
                    member.name(), trained.model().inputShape(), place, images.imageShape()));
      }
      if (trained.classNames().size() != images.classNames().size()) {
        throw new InvalidDataException(
            "%s: tells %d classes apart, but %s has %d; an ensemble needs models of the same classes and their data set"
                .formatted(
                    member.name(), trained.classNames().size(), place, images.classNames().size()));
      }
    }
  }

  /**
   * Images that no member has learned from, as far as their own words go: those that the data set
   * brings to validate on, or the part of the training set that was held out.
   *
   * @param data the data set, whole
   * @throws IOException if one does not say what it was trained on, it was something else, or they
   *     have held out different parts or none
   */
  private static Dataset heldOut(List<Member> members, TrainTestData data) throws IOException {
    TrainedOn first = trainedOn(members.get(0));
    for (Member member : members) {
      TrainedOn own = trainedOn(member);
      if (own.data().isEmpty() || (own.validationSplit().isEmpty() && own.validation().isEmpty())) {
        throw new InvalidDataException(
            "%s: does not say which images it was trained on; fitted weights need runs, or SavedModels that runs exported"
                .formatted(member.name()));
      }
      Optional<String> different = difference(own.heldOut(), first.heldOut());
      if (different.isPresent()) {
        throw new InvalidDataException(
            "%s: has held out another part of the training set than %s (%s), so that one has learned from what the other has not; fitted weights need a part that all have held out: train them with one validation fold"
                .formatted(member.name(), members.get(0).name(), different.get()));
      }
    }
    Optional<String> validation = data.validation().map(Dataset::fingerprint);
    if (!validation.equals(first.validation())) {
      throw new InvalidDataException(
          "the images to validate on are not those of the members (%s, now %s); name theirs"
              .formatted(first.validation().orElse("none"), validation.orElse("none")));
    }
    Dataset ordered =
        first.shuffleSeed().isPresent()
            ? Split.stratified(data.training(), first.shuffleSeed().get())
            : data.training();
    Dataset limited = DataConfig.limited(ordered, first.limit());
    Dataset known = first.shuffleSeed().isPresent() ? data.training() : limited;
    String then = first.data().orElse("");
    if (!known.fingerprint().equals(then)) {
      throw new InvalidDataException(
          "the training set is not the one of the members (%s, now %s); name theirs"
              .formatted(then, known.fingerprint()));
    }
    if (data.validation().isPresent()) {
      return data.validation().get();
    }
    Dataset heldOut;
    try {
      heldOut =
          Split.block(limited, first.validationSplit().orElse(0.0), first.validationFold())
              .validation();
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("the members' model cards: " + e.getMessage());
    }
    if (heldOut.count() == 0) {
      throw new InvalidDataException(
          "the members have held out nothing: fitted weights need a validation split");
    }
    return heldOut;
  }

  /** The first entry that differs, with both values. */
  private static Optional<String> difference(Map<String, String> own, Map<String, String> other) {
    return own.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(other.get(entry.getKey())))
        .findFirst()
        .map(
            entry ->
                "%s: '%s' and '%s'"
                    .formatted(entry.getKey(), entry.getValue(), other.get(entry.getKey())));
  }

  private static TrainedOn trainedOn(Member member) throws InvalidDataException {
    try {
      return TrainedOn.of(member.trained().facts());
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s: its model card: %s".formatted(member.name(), e.getMessage()));
    }
  }

  /**
   * What is known of the whole: how it sees images and which ones it has not learned from, its
   * members, how much each counts and how good it is alone.
   *
   * @throws InvalidDataException if two members see images differently, or split them differently
   */
  private static Map<String, String> facts(
      List<Member> models, List<ReportInput> members, List<Double> shares)
      throws InvalidDataException {
    Map<String, String> facts = new TreeMap<>();
    Member first = models.get(0);
    for (Member member : models) {
      Map<String, String> own = TrainedOn.seen(member.trained().facts());
      Optional<String> different = difference(own, TrainedOn.seen(first.trained().facts()));
      if (different.isPresent()) {
        throw new InvalidDataException(
            "%s: does not see the images that %s sees, or not in its way (%s); an ensemble needs models of the same images, split alike"
                .formatted(member.name(), first.name(), different.get()));
      }
      facts.putAll(own);
    }
    facts.values().removeIf(String::isEmpty);
    Map<String, String> ordered = new LinkedHashMap<>(facts);
    ordered.put("ensemble of", members.size() + " models");
    for (int i = 0; i < members.size(); i++) {
      ordered.put(
          "member " + (i + 1),
          String.format(
              Locale.ROOT,
              "%s, weight %.6f, test accuracy %.4f",
              members.get(i).name(),
              shares.get(i),
              members.get(i).scores().report().accuracy()));
    }
    return ordered;
  }

  /** Tests what was exported. */
  private ReportInput evidence(Path version, TrainedModel whole, Device device) throws IOException {
    ReportInput tested =
        new TestedModel(version, config.data().place(), data.test(), device)
            .evidence(outputs.name());
    RunContext known = tested.context();
    Map<String, String> facts = new LinkedHashMap<>(known.data());
    facts.putAll(whole.facts());
    facts.put("training set", data.training().fingerprint());
    data.validation().ifPresent(set -> facts.put("validation set", set.fingerprint()));
    return tested.withContext(
        known.with().model(whole.model().summary()).settings(settings).data(facts).build());
  }

  private Result report(Path version, Path keras, List<ReportInput> tested, List<Double> shares)
      throws IOException {
    ReportInput ensemble = tested.get(0);
    ensemble
        .context()
        .withData("model", outputs.run().relativize(version).toString())
        .write(TrainRun.file(outputs.run()));
    Optional<GateResults> results =
        gates.map(every -> every.check(ensemble.scores(), ensemble.predictions()));
    List<Path> written = new ArrayList<>(List.of(version, keras));
    written.addAll(Report.write(outputs.charts(), ensemble.withGates(results)));
    written.addAll(new Comparison(outputs.name(), tested).write(outputs.charts()));
    return new Result(false, tested, shares, results, written);
  }
}
