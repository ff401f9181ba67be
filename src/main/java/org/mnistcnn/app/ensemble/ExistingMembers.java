package org.mnistcnn.app.ensemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mnistcnn.app.ModelSource;
import org.mnistcnn.app.RunObserver;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.History;

/** Existing models as the members of an ensemble. */
final class ExistingMembers {

  private ExistingMembers() {}

  /**
   * Reads them.
   *
   * @param ensemble the name that no member may have
   * @param observer is told of damaged checkpoints that are passed over
   * @throws IOException if one can't be read
   */
  static List<Member> read(List<Path> models, String ensemble, RunObserver observer)
      throws IOException {
    if (models.size() < 2) {
      throw new SettingException("from", "must name at least 2 models, got " + models.size());
    }
    Set<Path> places = new HashSet<>();
    for (Path model : models) {
      if (!Files.exists(model)) {
        throw new IOException(model + ": no such file or directory");
      }
      if (!places.add(model.toAbsolutePath().normalize())) {
        throw new SettingException(
            "from", "must name each model once, got %s twice".formatted(model));
      }
    }
    Set<String> names = new HashSet<>(Set.of(ensemble));
    List<Member> members = new ArrayList<>();
    for (Path model : models) {
      String name = name(model);
      String unique = names.add(name) ? name : model.normalize().toString();
      names.add(unique);
      members.add(
          new Member(
              unique,
              ModelSource.read(model, Device.choose(Device.Choice.CPU), observer::warn),
              history(model)));
    }
    return members;
  }

  private static Optional<History> history(Path model) throws IOException {
    Optional<Checkpoint> checkpoint = ModelSource.checkpoint(model, warning -> {});
    History history = new History();
    checkpoint.ifPresent(run -> run.history().forEach(history::add));
    return checkpoint.isPresent() ? Optional.of(history) : Optional.empty();
  }

  /** What people call the model at a path: of a SavedModel's version, the name above it as well. */
  private static String name(Path model) {
    Path place = model.toAbsolutePath().normalize();
    String last = String.valueOf(place.getFileName());
    Path above = place.getParent();
    return last.matches("[0-9]+") && above != null ? above.getFileName() + "/" + last : last;
  }
}
