package org.mnistcnn.engine;

import java.util.concurrent.atomic.LongAdder;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/**
 * A graph in a session: runs parts of it, from several threads at once if need be, and counts what
 * crosses between host and device for that. Owns native memory until {@link #close}.
 */
final class GraphSession implements AutoCloseable {

  /** The graph whose ops callers know; those of the graph that runs have the same names. */
  private final Graph draft;

  private final Graph graph;
  private final Session session;
  private final LongAdder runs = new LongAdder();
  private final LongAdder fedBytes = new LongAdder();
  private final LongAdder fetches = new LongAdder();

  /**
   * A session of a graph, which it owns from now on, and closes if it can't be made. TensorFlow
   * decides what runs where.
   */
  GraphSession(Graph graph, ConfigProto config) {
    this(graph, Placement.NONE, config);
  }

  /**
   * A session of a graph whose ops go to certain devices.
   *
   * @param draft the graph as it was built
   * @param placement where its ops go
   */
  GraphSession(Graph draft, Placement placement, ConfigProto config) {
    this.draft = draft;
    try {
      this.graph = placement.equals(Placement.NONE) ? draft : placement.place(draft);
    } catch (RuntimeException e) {
      draft.close();
      throw e;
    }
    try {
      this.session = new Session(graph, config);
    } catch (RuntimeException e) {
      closeGraphs();
      throw e;
    }
  }

  /**
   * What has crossed so far.
   *
   * @param runs calls of the session
   * @param fedBytes bytes that were fed to it
   * @param fetches tensors that were fetched from it
   */
  record Traffic(long runs, long fedBytes, long fetches) {

    /** What has crossed since {@code before}. */
    Traffic since(Traffic before) {
      return new Traffic(runs - before.runs, fedBytes - before.fedBytes, fetches - before.fetches);
    }
  }

  /** One run of a part of the graph: what it is fed, what it does and what it gives. */
  final class Call {

    private final Session.Runner runner = session.runner();

    /** Feeds {@code tensor}, which the caller keeps, in the place of {@code operand}. */
    Call feed(Operand<?> operand, Tensor tensor) {
      runner.feed(here(operand), tensor);
      fedBytes.add(tensor.numBytes());
      return this;
    }

    /** Runs {@code op} for what it does. */
    Call target(Op op) {
      runner.addTarget(here(op.op()));
      return this;
    }

    /** Gives the value of {@code operand}: the next one of the result. */
    Call fetch(Operand<?> operand) {
      runner.fetch(here(operand));
      fetches.increment();
      return this;
    }

    /** Runs it; the caller closes the result. */
    Result run() {
      runs.increment();
      return runner.run();
    }

    void execute() {
      run().close();
    }

    /** The same, with times and with the graph as TensorFlow has rewritten and placed it. */
    RunMetadata trace() {
      runner.setOptions(
          RunOptions.newBuilder()
              .setTraceLevel(RunOptions.TraceLevel.FULL_TRACE)
              .setOutputPartitionGraphs(true)
              .build());
      runs.increment();
      try (Result result = runner.runAndFetchMetadata()) {
        return result.getMetadata().orElseThrow();
      }
    }
  }

  /** The operation of this graph that stands for one of the draft. */
  private Operation here(Operation operation) {
    return graph == draft ? operation : graph.operationOrThrow(operation.name());
  }

  private Output<?> here(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    return here(output.op()).output(output.index());
  }

  Call call() {
    return new Call();
  }

  GraphDef graphDef() {
    return graph.toGraphDef();
  }

  Traffic traffic() {
    return new Traffic(runs.sum(), fedBytes.sum(), fetches.sum());
  }

  @Override
  public void close() {
    session.close(); // First: a graph waits for its sessions to close.
    closeGraphs();
  }

  private void closeGraphs() {
    graph.close();
    if (graph != draft) {
      draft.close();
    }
  }
}
