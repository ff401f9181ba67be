/**
 * Runs networks: graphs, sessions and variables of TensorFlow. Start with {@link
 * org.mnistcnn.engine.GraphModel}, which learns, and {@link org.mnistcnn.engine.InferenceModel};
 * the machine is in {@code engine.device}.
 *
 * <p><b>A batch in parts, one for each thread.</b> On a CPU with up to four threads, each takes its
 * part of a batch through the network and back ({@code Tower}), and the gradients are added up; one
 * op's work is not shared by threads. So nobody waits for others at the end of every op: 1.3 times
 * as fast in bfloat16 and 1.1 times in float32 on two cores. A part gets the chance that its
 * samples would get in the whole batch, so that the cut changes nothing but the order in which
 * floats are added ({@code TowerTest}). {@code Parallelism} decides: a network that costs little
 * gets one thread, one with batch normalization, where samples of a batch depend on one another, is
 * not cut.
 *
 * <p><b>A second stage is another graph</b>, into which {@code GraphModel.recompile} puts the
 * weights of the first at the beginning of an epoch. What is frozen is not in the graph of the
 * gradients, so it can't be switched. The optimizer's steps are counted from 0 again, as after
 * Keras's {@code compile}: Adam's corrections and a schedule restart. Checkpoints count on, and say
 * which stage they are of; chance in the second stage has another seed, since its steps have the
 * same numbers. Where weights are averaged, the second stage begins with the averages, as a second
 * {@code fit} would.
 *
 * <p><b>Loss scaling by Switch.</b> In float16 a step with an infinite gradient must change
 * nothing. Each gradient goes through a Switch on "all are finite": the ops that take a dead value
 * do not run, whatever the optimizer ({@code LossScale}).
 */
@NullMarked
package org.mnistcnn.engine;

import org.jspecify.annotations.NullMarked;
