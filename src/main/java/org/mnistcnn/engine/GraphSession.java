package org.mnistcnn.engine;

import java.util.concurrent.atomic.LongAdder;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.proto.ConfigProto;

/**
 * A graph in a session: runs parts of it, from several threads at once if need be, and counts what
 * crosses between host and device for that. Owns native memory until {@link #close}.
 */
final class GraphSession implements AutoCloseable {

  private final Graph graph;
  private final Session session;
  private final LongAdder runs = new LongAdder();
  private final LongAdder fedBytes = new LongAdder();
  private final LongAdder fetches = new LongAdder();

  /** A session of {@code graph}, which it closes in the end, and if it can't be made. */
  GraphSession(Graph graph, ConfigProto config) {
    this.graph = graph;
    try {
      this.session = new Session(graph, config);
    } catch (RuntimeException e) {
      graph.close();
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
      runner.feed(operand, tensor);
      fedBytes.add(tensor.numBytes());
      return this;
    }

    /** Runs {@code op} for what it does. */
    Call target(Op op) {
      runner.addTarget(op);
      return this;
    }

    /** Gives the value of {@code operand}: the next one of the result. */
    Call fetch(Operand<?> operand) {
      runner.fetch(operand);
      fetches.increment();
      return this;
    }

    /** Runs it; the caller closes the result. */
    Result run() {
      runs.increment();
      return runner.run();
    }

    /** Runs what is fetched by nobody. */
    void execute() {
      run().close();
    }
  }

  Call call() {
    return new Call();
  }

  Traffic traffic() {
    return new Traffic(runs.sum(), fedBytes.sum(), fetches.sum());
  }

  @Override
  public void close() {
    session.close(); // First: a graph waits for its sessions to close.
    graph.close();
  }
}
