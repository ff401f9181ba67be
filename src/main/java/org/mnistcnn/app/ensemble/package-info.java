/** Several models as one: {@link org.mnistcnn.app.ensemble.EnsembleRun} trains or takes them. */
@NullMarked
package org.mnistcnn.app.ensemble;

import org.jspecify.annotations.NullMarked;
