/**
 * Several models as one: {@link org.mnistcnn.app.ensemble.EnsembleRun} trains or takes them.
 *
 * <p><b>A member of an ensemble is a run of {@code train}</b>, and an ensemble keeps no state but
 * the options it was given ({@code ensemble.json}): what is finished is read from the runs. {@code
 * run.json} says that a run is finished, so {@code train} deletes it before it trains on. Options
 * of members are those that their checkpoints were started with, or the command is refused.
 */
@NullMarked
package org.mnistcnn.app.ensemble;

import org.jspecify.annotations.NullMarked;
