package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.GradientClipping;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Loss;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.nn.compile.Optimizer;
import picocli.CommandLine.ParseResult;

final class LearningOptionsTest {

  private static final String HELP = " (see mnist-cnn train --help)";

  @Test
  void withoutOptionsItIsKerassDefaults() throws IOException {
    Compilation compilation = compilation();

    assertThat(compilation).isEqualTo(new Compilation(new Optimizer.Adam(1e-3)));
  }

  @Test
  void everyOptionReachesTheCompilation() throws IOException {
    Compilation compilation =
        compilation(
            "--optimizer=sgd",
            "--learning-rate=0.1",
            "--momentum=0.9",
            "--nesterov",
            "--schedule=cosine",
            "--warmup-epochs=2",
            "--loss=categorical_crossentropy",
            "--label-smoothing=0.1",
            "--global-clipnorm=1",
            "--ema-momentum=0.99",
            "--top-k=3");

    assertThat(compilation.optimizer())
        .isEqualTo(new Optimizer.SGD(new LearningRate.CosineDecay(0, 800, 0.1, 200), 0.9, true));
    assertThat(compilation.loss()).isEqualTo(new Loss.CategoricalCrossentropy(0.1));
    assertThat(compilation.metrics())
        .isEqualTo(List.of(new Metric.Accuracy(), new Metric.TopKAccuracy(3)));
    assertThat(compilation.clipping()).isEqualTo(new GradientClipping.ByGlobalNorm(1));
    assertThat(compilation.emaMomentum()).isEqualTo(OptionalDouble.of(0.99));
  }

  @Test
  void labelSmoothingNeedsNoLoss() throws IOException {
    assertThat(compilation("--label-smoothing=0.1").loss())
        .isEqualTo(new Loss.CategoricalCrossentropy(0.1));
    assertThat(compilation("--label-smoothing=0").loss())
        .isEqualTo(new Loss.SparseCategoricalCrossentropy());
  }

  @Test
  void sgdHasKerassOwnDefaultStepSize() throws IOException {
    assertThat(compilation("--optimizer=sgd").optimizer().learningRate())
        .isEqualTo(new LearningRate.Constant(0.01));
  }

  @Test
  void decaysAreGivenInEpochs() throws IOException {
    assertThat(compilation("--schedule=exponential").optimizer().learningRate())
        .isEqualTo(new LearningRate.ExponentialDecay(1e-3, 100, 0.95, false));
    assertThat(
            compilation("--schedule=step", "--decay-epochs=3", "--decay-rate=0.5")
                .optimizer()
                .learningRate())
        .isEqualTo(new LearningRate.ExponentialDecay(1e-3, 300, 0.5, true));
    assertThat(compilation("--schedule=one_cycle").optimizer().learningRate())
        .isEqualTo(new LearningRate.OneCycle(1e-3, 1000));
  }

  @Test
  void anUnknownNameListsTheKnownOnesAndTheNearest() {
    Run.of("train", "--optimizer", "adm")
        .failedWith(2, "no optimizer adm; did you mean adam? There are [sgd, adam, adamw");
    Run.of("train", "--loss", "mse").failedWith(2, "no loss mse", "categorical_crossentropy");
    Run.of("train", "--schedule", "cosin").failedWith(2, "no schedule cosin; did you mean cosine?");
    Run.of("train", "--freeze", "conv2").failedWith(2, "no layer conv2; did you mean conv2d?");
  }

  @Test
  void anOptionThatWouldDoNothingIsRefused() {
    Run.of("train", "--momentum", "0.9")
        .failed(
            2, "--momentum has no effect here: it belongs to --optimizer sgd and rmsprop" + HELP);
    Run.of("train", "--label-smoothing", "0.1", "--loss", "sparse_categorical_crossentropy")
        .failedWith(2, "--label-smoothing has no effect");
    Run.of("train", "--decay-rate", "0.1").failedWith(2, "--decay-rate has no effect");
    Run.of("train", "--warmup-epochs", "1").failedWith(2, "--warmup-epochs has no effect");
    Run.of("train", "--restore-best-weights")
        .failed(
            2, "--restore-best-weights has no effect here: it belongs to --early-stopping" + HELP);
    Run.of("train", "--histograms").failedWith(2, "--histograms has no effect");
    Run.of("train", "--early-stopping", "1", "--validation-split", "0")
        .failed(
            2,
            "--monitor must be a measure of this run, of which there are [loss, accuracy], got"
                + " val_loss; it needs a --validation-split"
                + HELP);
    Run.of("train", "--early-stopping", "1", "--monitor", "val_acc")
        .failedWith(2, "[loss, accuracy, val_loss, val_accuracy], got val_acc" + HELP);
    Run.of("train", "--monitor", "loss").failedWith(2, "--monitor has no effect");
    Run.of("train", "--reduce-lr-on-plateau", "1", "--schedule", "cosine")
        .failedWith(2, "--reduce-lr-on-plateau needs a constant learning rate");
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    Run.of("train", "--clipnorm", "0").failedWith(2, "--clipnorm must be positive");
    Run.of("train", "--clipnorm", "1", "--clipvalue", "1").failedWith(2, "--clipvalue excludes");
    Run.of("train", "--ema-momentum", "1").failedWith(2, "--ema-momentum must be in [0, 1)");
    Run.of("train", "--top-k", "0").failedWith(2, "--top-k must be at least 1, got 0");
    Run.of("train", "--top-k", "10").failedWith(2, "--top-k must be less than", "10, got 10");
    Run.of("train", "--save-every", "0").failed(2, "--save-every must be at least 1, got 0" + HELP);
    Run.of("train", "--schedule", "step", "--decay-epochs", "-1")
        .failed(2, "--decay-epochs must be at least 1, got -1" + HELP);
    Run.of("train", "--reduce-lr-on-plateau", "1", "--reduce-lr-factor", "2")
        .failed(2, "--reduce-lr-factor must be in (0, 1), got 2.0" + HELP);
    Run.of("train", "--reduce-lr-on-plateau", "-1")
        .failed(2, "--reduce-lr-on-plateau must be at least 0, got -1" + HELP);
    Run.of("train", "--schedule", "cosine", "--warmup-epochs", "10")
        .failed(2, "--warmup-epochs must be in [0, 10), got 10" + HELP);
    Run.of("train", "--max-minutes", "0").failedWith(2, "--max-minutes must be in (0, 525600]");
    Run.of("train", "--early-stopping", "-1")
        .failed(2, "--early-stopping must be at least 0, got -1" + HELP);
  }

  /** What the options say of 10 epochs of 100 steps. */
  private static Compilation compilation(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("train"));
    line.addAll(List.of(options));
    ParseResult parsed = Main.program().parseArgs(line.toArray(String[]::new));
    return GivenSettings.of(parsed.subcommand().commandSpec())
        .all()
        .over(RunConfig.DEFAULT)
        .learning()
        .compilation(10, 100, 10);
  }
}
