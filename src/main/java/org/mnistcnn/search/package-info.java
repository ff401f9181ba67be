/**
 * The search for the settings that train best, which knows neither TensorFlow nor any option; start
 * with {@link org.mnistcnn.search.Search}, {@link org.mnistcnn.search.SearchSpace} and {@link
 * org.mnistcnn.search.TrialRunner}.
 */
@NullMarked
package org.mnistcnn.search;

import org.jspecify.annotations.NullMarked;
