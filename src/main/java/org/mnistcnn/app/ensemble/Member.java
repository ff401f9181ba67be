package org.mnistcnn.app.ensemble;

import java.util.List;
import java.util.Optional;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.train.History;

/**
 * A trained model of an ensemble.
 *
 * @param name other than every other's
 * @param history of its training, where it is known
 */
record Member(String name, TrainedModel trained, Optional<History> history) {

  /** Whether its classes are named by their numbers. */
  boolean isNumbered() {
    return trained.classNames().equals(TrainedModel.numbered(trained.model()));
  }

  Member withClassNames(List<String> names) {
    return new Member(
        name,
        new TrainedModel(trained.model(), trained.weights(), names, trained.facts()),
        history);
  }
}
