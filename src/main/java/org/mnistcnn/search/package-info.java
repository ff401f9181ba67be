/**
 * The search for the settings that train best, which knows neither TensorFlow nor any option; start
 * with {@link org.mnistcnn.search.Search}, {@link org.mnistcnn.search.SearchSpace} and {@link
 * org.mnistcnn.search.TrialRunner}.
 *
 * <p><b>A pause is a plan with fewer epochs.</b> The learning rate's schedule is made for all
 * epochs of a trial, but the trainer is given a plan that ends on the next rung; the checkpoint of
 * that epoch does not know that it was a pause, and a trial that continues is bit for bit one that
 * never paused.
 *
 * <p><b>Trials rank by how far they came, then by the measure.</b> Early stopping lets a trial
 * continue only if it was better than others at the same epoch, so that TPE may learn from all
 * trials at once instead of those of one rung.
 */
@NullMarked
package org.mnistcnn.search;

import org.jspecify.annotations.NullMarked;
