package org.mnistcnn.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.Precision;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.Learner;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * A network in a TensorFlow session: its weights, its optimizer's state and the graphs that train
 * and run it. Owns native memory until {@link #close}. Not for use by several threads at once.
 *
 * <p>The same model, settings, data and calls give the same weights, bit for bit, on the same
 * machine's CPU.
 */
public final class GraphModel implements Learner, AutoCloseable {

  static final String STEPS = "steps";
  static final String LEARNING_RATE = "learning_rate";
  static final String SUMS = "sums";

  private static final String EARLIER_STEPS = "steps of the first stage";

  private final Augmentations augmentations;
  private final Device device;
  private final long seed;
  private Model model;
  private Compilation compilation;
  private GraphSession session;
  private Variables variables;
  private TrainingGraph training;
  private InferenceGraph inference;
  private Stepper stepper;
  private long steps;
  private LearningRate learningRate;
  private Optional<Dataset> trainingSet = Optional.empty();

  /** The steps before {@link #recompile}; empty if it was compiled once. */
  private OptionalLong earlierSteps = OptionalLong.empty();

  /**
   * Builds the graphs and gives every weight its first value: Keras's {@code compile}.
   *
   * @param seed what the first weights and all chance in training are functions of
   * @throws IllegalArgumentException if the network does not end with a softmax over its classes
   */
  public GraphModel(Model model, Compilation compilation, long seed, Device device) {
    this(model, compilation, Augmentations.NONE, seed, device);
  }

  /** The same with training images augmented; what is evaluated or predicted never is. */
  public GraphModel(
      Model model, Compilation compilation, Augmentations augmentations, long seed, Device device) {
    this(model, compilation, augmentations, seed, device, parallelism(model, device));
  }

  GraphModel(
      Model model,
      Compilation compilation,
      Augmentations augmentations,
      long seed,
      Device device,
      Parallelism parallelism) {
    this.augmentations = augmentations;
    this.device = device;
    this.seed = seed;
    compile(model, compilation, seed, parallelism);
  }

  private void compile(
      Model newModel, Compilation newCompilation, long newSeed, Parallelism parallelism) {
    ClassifierCheck.check(newModel);
    model = newModel;
    compilation = newCompilation;
    learningRate = compilation.optimizer().learningRate();
    steps = 0;
    Graph graph = new Graph();
    Op initialize;
    try {
      Ops tf = Ops.create(graph);
      variables = new Variables(tf);
      for (Weight weight : model.weights()) {
        variables.add(
            weight.name(), TFloat32.class, weight.shape(), Model.initialValue(tf, weight, newSeed));
      }
      inference = InferenceGraph.build(tf, model, compilation, variables, parallelism.runs());
      Optional<LossScale> lossScale =
          device.computeOptions().precision() == Precision.MIXED_FLOAT16
              ? Optional.of(new LossScale(tf, variables, LossScale.GROWTH_STEPS))
              : Optional.empty();
      training =
          TrainingGraph.build(
              graph,
              tf,
              model,
              compilation,
              augmentations,
              variables,
              newSeed,
              parallelism,
              lossScale);
      initialize = variables.initialize();
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
    session =
        new GraphSession(
            graph, parallelism.placement(device, training.fed()), parallelism.config(device));
    stepper = new Stepper(session, training, device, parallelism.words());
    try {
      session.call().target(initialize).execute();
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static Parallelism parallelism(Model model, Device device) {
    return Parallelism.of(model, device, device.computeOptions().usedThreads());
  }

  /**
   * Compiles the same network again, with other layers frozen or other settings. That is what a
   * Keras user does who sets {@code trainable} and calls {@code compile} and {@code fit} again: the
   * weights stay (as their moving averages, where those are kept), the optimizer restarts, and so
   * does a schedule of its learning rate.
   */
  public void recompile(Model newModel, Compilation newCompilation) {
    finish();
    Map<String, float[]> weights = weights();
    earlierSteps = OptionalLong.of(steps());
    close();
    // Another seed, since steps are counted from 0 again: dropout must drop other values in them.
    compile(newModel, newCompilation, ~seed, parallelism(newModel, device));
    setWeights(weights);
    trainingSet.ifPresent(this::trainOn);
  }

  /** Whether a state is of a model that was compiled again, see {@link #recompile}. */
  public static boolean isRecompiled(CallbackState state) {
    return state.values().containsKey(EARLIER_STEPS);
  }

  /** Whether this model was compiled again, see {@link #recompile}. */
  public boolean isRecompiled() {
    return earlierSteps.isPresent();
  }

  public Model model() {
    return model;
  }

  public Compilation compilation() {
    return compilation;
  }

  @Override
  public void trainOn(Dataset data) {
    ClassifierCheck.requireFit(model, data);
    trainingSet = Optional.of(data);
    stepper.trainOn(data);
  }

  @Override
  public void expect(List<int[]> batches) {
    stepper.expect(batches);
  }

  @Override
  public void step(int[] samples) {
    stepper.step(samples, steps, learningRate());
    steps++;
  }

  @Override
  public Map<String, Double> measures() {
    return MeasureOps.means(compilation, sums());
  }

  @Override
  public long finiteSteps() {
    return MeasureOps.finiteSteps(sums());
  }

  private void setSums(double[] sums) {
    try (TFloat64 value = TFloat64.vectorOf(sums)) {
      session.call().feed(training.newSums(), value).target(training.setSums()).execute();
    }
  }

  private double[] sums() {
    try (Result result = session.call().fetch(training.sums()).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  @Override
  public void resetMeasures() {
    setSums(new double[MeasureOps.length(compilation)]);
  }

  @Override
  public Map<String, Double> evaluate(Dataset data) {
    ClassifierCheck.requireFit(model, data);
    return MeasureOps.means(
        compilation, inference.sums(session, data, MeasureOps.length(compilation)));
  }

  @Override
  public Predictions predict(Dataset data) {
    ClassifierCheck.requireFit(model, data);
    return new Predictions(
        data.classNames(),
        data.labels(),
        inference.probabilities(session, data, Math.toIntExact(model.outputShape().get(0))));
  }

  @Override
  public long steps() {
    return earlierSteps.orElse(0) + steps;
  }

  @Override
  public double learningRate() {
    return learningRate.at(steps);
  }

  @Override
  public void setLearningRate(double rate) {
    if (!(compilation.optimizer().learningRate() instanceof LearningRate.Constant)) {
      throw new IllegalStateException(
          "the learning rate follows a schedule, %s, and cannot be set"
              .formatted(compilation.optimizer().learningRate()));
    }
    learningRate = new LearningRate.Constant(rate);
  }

  @Override
  public Map<String, float[]> weights() {
    return variables.values(session, model.weights().stream().map(Weight::name).toList());
  }

  @Override
  public void setWeights(Map<String, float[]> weights) {
    List<String> known = model.weights().stream().map(Weight::name).toList();
    for (String name : weights.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no weight %s in the model; there are %s".formatted(name, known));
      }
    }
    variables.assign(session, weights);
  }

  @Override
  public CallbackState state() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(STEPS, Long.toString(steps));
    earlierSteps.ifPresent(earlier -> values.put(EARLIER_STEPS, Long.toString(earlier)));
    values.put(LEARNING_RATE, Double.toString(learningRate()));
    values.put(SUMS, Arrays.toString(sums()));
    for (Weight weight : model.weights()) {
      values.put(
          WeightTransfer.SHAPE_OF + weight.name(), Arrays.toString(weight.shape().asArray()));
    }
    return new CallbackState(values, variables.values(session, variables.floatNames()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the state is of a model that was {@link #recompile
   *     recompiled}, and this one was not
   */
  @Override
  public void restore(CallbackState state) {
    String earlier = state.values().get(EARLIER_STEPS);
    if (earlier != null && !isRecompiled()) {
      throw new IllegalArgumentException("a state of a second stage needs one");
    }
    List<String> names = variables.floatNames();
    if (!state.arrays().keySet().equals(Set.copyOf(names))) {
      throw new IllegalArgumentException(
          "a state must hold the variables %s, got %s".formatted(names, state.arrays().keySet()));
    }
    double[] sums = ArrayText.doubles(state.values().getOrDefault(SUMS, ""));
    if (sums.length != MeasureOps.length(compilation)) {
      throw new IllegalArgumentException(
          "a state must hold %d sums of measures, got %d"
              .formatted(MeasureOps.length(compilation), sums.length));
    }
    variables.assign(session, state.arrays());
    setSums(sums);
    steps = Long.parseLong(state.values().getOrDefault(STEPS, "0"));
    if (earlier != null) {
      earlierSteps = OptionalLong.of(Long.parseLong(earlier));
    }
    if (learningRate instanceof LearningRate.Constant) {
      learningRate =
          new LearningRate.Constant(
              Double.parseDouble(state.values().getOrDefault(LEARNING_RATE, "")));
    }
  }

  @Override
  public void finish() {
    if (compilation.emaMomentum().isPresent() && steps > 0) {
      Map<String, float[]> averages = new LinkedHashMap<>();
      for (Weight weight : model.weights()) {
        if (weight.trainable()) {
          variables
              .values(session, List.of(ModelState.averageName(weight)))
              .forEach((name, value) -> averages.put(weight.name(), value));
        }
      }
      variables.assign(session, averages);
    }
  }

  /** What has crossed between host and device so far. */
  GraphSession.Traffic traffic() {
    return session.traffic();
  }

  GraphDef graphDef() {
    return session.graphDef();
  }

  /** One step like {@link #step}, with what TensorFlow tells of the graph that it ran. */
  RunMetadata trace(int[] samples) {
    RunMetadata metadata = stepper.trace(samples, steps, learningRate());
    steps++;
    return metadata;
  }

  @Override
  public void close() {
    stepper.close();
    session.close();
  }
}
