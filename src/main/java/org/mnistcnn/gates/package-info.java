/**
 * Bounds that a model must keep for a build to pass; start with {@link org.mnistcnn.gates.Gates}.
 */
@NullMarked
package org.mnistcnn.gates;

import org.jspecify.annotations.NullMarked;
