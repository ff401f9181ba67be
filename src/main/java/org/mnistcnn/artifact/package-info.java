/**
 * A trained model, whatever file it came from or goes to. Start with {@link
 * org.mnistcnn.artifact.TrainedModel} and {@link org.mnistcnn.artifact.Classifier}.
 */
@NullMarked
package org.mnistcnn.artifact;

import org.jspecify.annotations.NullMarked;
