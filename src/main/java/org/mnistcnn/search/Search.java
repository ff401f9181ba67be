package org.mnistcnn.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Runs trials until the planned number is reached. All that it knows is in the table of trials:
 * what it does next is a function of that, so that an interrupted search resumes as if it had not
 * been interrupted.
 */
public final class Search {

  private static final int SAMPLES = 20;
  private static final int RANDOM_SAMPLES = 1000;

  private final SearchPlan plan;
  private final TrialTable table;
  private final TrialRunner runner;
  private final Consumer<Trial> watcher;

  /**
   * A search.
   *
   * @param table where trials are kept
   * @param watcher is told of each result, in the thread that searches
   */
  public Search(SearchPlan plan, TrialTable table, TrialRunner runner, Consumer<Trial> watcher) {
    this.plan = plan;
    this.table = table;
    this.runner = runner;
    this.watcher = watcher;
  }

  /** Why a search ended. */
  public enum Outcome {
    /** All trials have run as far as they are to. */
    COMPLETE,
    /** Every combination of the space has been tried. */
    EXHAUSTED,
    /** No other trial fits the budget of epochs. */
    BUDGET_SPENT,
    /** It was asked to end, and can be resumed. */
    STOPPED
  }

  /**
   * Searches.
   *
   * @param stop asked often, by all threads that run trials; true ends the search once the trials
   *     have saved themselves
   * @throws IOException if the table can't be written
   */
  public Outcome run(BooleanSupplier stop) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(plan.parallel());
    try {
      return new Loop(threads, stop).run();
    } finally {
      threads.shutdown();
    }
  }

  /** One run of the search: what is under way. */
  private final class Loop {

    private final ExecutorService threads;
    private final BooleanSupplier stop;
    private final BlockingQueue<TrialResult> results = new LinkedBlockingQueue<>();
    private int underWay;
    private Outcome end = Outcome.COMPLETE;

    Loop(ExecutorService threads, BooleanSupplier stop) {
      this.threads = threads;
      this.stop = stop;
    }

    Outcome run() throws IOException {
      List<Trial> interrupted = table.trials().stream().filter(Trial::running).toList();
      for (Trial trial : interrupted) {
        if (underWay == plan.parallel()) {
          receive();
        }
        if (!stop.getAsBoolean()) {
          submit(trial.description());
        }
      }
      while (true) {
        while (underWay < plan.parallel() && !stop.getAsBoolean()) {
          Optional<TrialDescription> next = next();
          if (next.isEmpty()) {
            break;
          }
          table.start(next.get());
          submit(next.get());
        }
        if (underWay == 0) {
          boolean open = table.trials().stream().anyMatch(Trial::running);
          return open || (stop.getAsBoolean() && next().isPresent()) ? Outcome.STOPPED : end;
        }
        receive();
      }
    }

    private void submit(TrialDescription trial) {
      underWay++;
      threads.execute(() -> results.add(result(trial, stop)));
    }

    private void receive() throws IOException {
      TrialResult result;
      try {
        result = results.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the search was interrupted", e);
      }
      underWay--;
      if (result.state() == TrialResult.State.INTERRUPTED) {
        return;
      }
      table.finish(result);
      discard();
      watcher.accept(table.trial(result.id()));
    }

    /** A trial to be resumed, or a new one; empty if there is none now. */
    private Optional<TrialDescription> next() {
      List<Trial> trials = table.trials();
      Optional<TrialDescription> next = plan.scheduler().promotion(trials, plan.objective(), false);
      end = Outcome.COMPLETE;
      if (next.isEmpty() && trials.size() < plan.trials()) {
        next = fresh(trials);
      }
      if (next.filter(this::isAffordable).isEmpty() && underWay == 0) {
        Outcome before = end;
        next = plan.scheduler().promotion(trials, plan.objective(), true);
        end = next.isPresent() ? Outcome.COMPLETE : before;
      }
      return next.filter(this::isAffordable);
    }

    private Optional<TrialDescription> fresh(List<Trial> trials) {
      int id = trials.size() + 1;
      Optional<TrialDescription> fresh =
          settings(trials, id).map(settings -> plan.trial(id, settings));
      if (fresh.isEmpty()) {
        end = Outcome.EXHAUSTED;
      }
      return fresh;
    }

    private boolean isAffordable(TrialDescription trial) {
      if (plan.budgetEpochs().isEmpty()) {
        return true;
      }
      int spent = 0;
      for (Trial other : table.trials()) {
        // What runs is paid for; of a trial that is resumed, the rest only.
        boolean same = other.description().id() == trial.id();
        spent +=
            same ? 0 : Math.max(other.epochs(), other.running() ? other.description().until() : 0);
      }
      boolean affordable = spent + trial.until() <= plan.budgetEpochs().getAsInt();
      if (!affordable) {
        end = Outcome.BUDGET_SPENT;
      }
      return affordable;
    }
  }

  /** Settings that no trial had, or empty if there seem to be none. */
  private Optional<Map<String, String>> settings(List<Trial> trials, int id) {
    List<Map<String, String>> tried =
        trials.stream().map(trial -> trial.description().settings()).toList();
    List<Observation> observations =
        trials.stream()
            .filter(trial -> trial.result().isPresent())
            .map(
                trial ->
                    new Observation(
                        trial.description().settings(),
                        trial.isFailed() ? -1 : plan.scheduler().reached(trial),
                        trial.score(plan.objective())))
            .toList();
    RandomGenerator random = new SplittableRandom(plan.seed() * 0x9E3779B97F4A7C15L + id);
    for (int i = 0; i < SAMPLES + RANDOM_SAMPLES; i++) {
      Sampler sampler = i < SAMPLES ? plan.sampler() : new RandomSampler();
      Map<String, String> settings = sampler.sample(plan.space(), observations, random);
      if (!tried.contains(settings)) {
        return Optional.of(settings);
      }
    }
    return Optional.empty();
  }

  private TrialResult result(TrialDescription trial, BooleanSupplier stop) {
    long start = System.nanoTime();
    TrialResult result;
    try {
      result = runner.run(trial, stop);
    } catch (RuntimeException | Error e) {
      return TrialResult.failed(trial.id(), e.toString(), (System.nanoTime() - start) / 1e9);
    }
    double value = plan.objective().value(result.measures());
    boolean measured =
        result.state() == TrialResult.State.PAUSED || result.state() == TrialResult.State.DONE;
    if (measured && !Double.isFinite(value)) {
      return TrialResult.failed(
          trial.id(),
          result.measures().containsKey(plan.objective().key())
              ? "%s is %s".formatted(plan.objective().key(), value)
              : "there is no %s among %s"
                  .formatted(plan.objective().key(), result.measures().keySet()),
          result.seconds());
    }
    return result;
  }

  /** Frees what is stored of trials that will not be resumed, except the best. */
  private void discard() {
    Optional<Trial> best = Leaderboard.of(plan.objective(), table.trials()).best();
    List<Trial> over = new ArrayList<>(table.trials());
    over.removeIf(trial -> !(trial.isDone() || trial.isFailed()));
    best.ifPresent(kept -> over.removeIf(trial -> trial.equals(kept)));
    over.forEach(trial -> runner.discard(trial.description()));
  }
}
