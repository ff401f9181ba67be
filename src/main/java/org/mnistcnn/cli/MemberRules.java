package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;

/** What the members of an ensemble must have in common. */
final class MemberRules {

  private MemberRules() {}

  /**
   * The members with the names of classes that they agree on. A {@code .keras} file has none, and
   * takes those of the others, or of the test set.
   *
   * @throws InvalidDataException if two have other names
   */
  static List<EnsembleJob.Member> withClassNames(
      List<EnsembleJob.Member> members, List<String> ofTest) throws InvalidDataException {
    Optional<EnsembleJob.Member> naming =
        members.stream().filter(member -> !isNumbered(member.trained())).findFirst();
    List<EnsembleJob.Member> named = new ArrayList<>();
    for (EnsembleJob.Member member : members) {
      TrainedModel trained = member.trained();
      List<String> names = naming.map(other -> other.trained().classNames()).orElse(ofTest);
      if (!isNumbered(trained) && !trained.classNames().equals(names)) {
        throw new InvalidDataException(
            "%s: its classes are %s, but those of %s are %s; an ensemble needs models of the same classes"
                .formatted(
                    member.name(),
                    trained.classNames(),
                    naming.map(EnsembleJob.Member::name).orElse("the test set"),
                    names));
      }
      boolean takes = names.size() == trained.classNames().size();
      named.add(
          new EnsembleJob.Member(
              member.name(),
              new TrainedModel(
                  trained.model(),
                  trained.weights(),
                  takes ? names : trained.classNames(),
                  trained.facts()),
              member.history()));
    }
    return named;
  }

  /**
   * The facts that say how a model sees images and which ones it has not learned from: the whole
   * has them, too.
   *
   * @throws InvalidDataException if two members differ in one
   */
  static Map<String, String> sharedFacts(List<EnsembleJob.Member> members)
      throws InvalidDataException {
    Map<String, String> shared = new TreeMap<>();
    EnsembleJob.Member first = members.get(0);
    for (String fact :
        List.of(TrainedModel.PICTURES, FolderOptions.TEST_SPLIT, FolderOptions.SPLIT_SEED)) {
      String value = first.trained().facts().getOrDefault(fact, "");
      for (EnsembleJob.Member member : members) {
        String other = member.trained().facts().getOrDefault(fact, "");
        if (!other.equals(value)) {
          throw new InvalidDataException(
              "%s: its %s is '%s', but that of %s '%s'; an ensemble needs models of the same images, split alike"
                  .formatted(member.name(), fact, other, first.name(), value));
        }
      }
      if (!value.isEmpty()) {
        shared.put(fact, value);
      }
    }
    return shared;
  }

  private static boolean isNumbered(TrainedModel trained) {
    return trained.classNames().equals(TrainedModel.numbered(trained.model()));
  }

  /**
   * Checks that all members take the images of a data set and tell its classes apart.
   *
   * @param place where it is from
   */
  static void requireFit(List<EnsembleJob.Member> members, Dataset images, Path place)
      throws InvalidDataException {
    for (EnsembleJob.Member member : members) {
      TrainedModel trained = member.trained();
      if (!trained.takes(images.imageShape())) {
        throw new InvalidDataException(
            "%s: takes images of shape %s, but those of %s are %s; an ensemble needs models of one size and their data set"
                .formatted(
                    member.name(), trained.model().inputShape(), place, images.imageShape()));
      }
      if (trained.classNames().size() != images.classNames().size()) {
        throw new InvalidDataException(
            "%s: tells %d classes apart, but %s has %d; an ensemble needs models of the same classes and their data set"
                .formatted(
                    member.name(), trained.classNames().size(), place, images.classNames().size()));
      }
    }
  }

  /**
   * The part of the training set that no member has learned from, as far as their own words go.
   *
   * @param training the whole training set
   * @throws IOException if one does not say what it was trained on, it was something else, or they
   *     have held out different parts or none
   */
  static Dataset heldOut(List<EnsembleJob.Member> members, Dataset training) throws IOException {
    Map<String, String> first = members.get(0).trained().facts();
    for (EnsembleJob.Member member : members) {
      Map<String, String> facts = member.trained().facts();
      if (!facts.containsKey(RunSettings.DATA) || !facts.containsKey("--validation-split")) {
        throw new InvalidDataException(
            "%s: does not say which images it was trained on; fitted weights need runs, or SavedModels that train exported"
                .formatted(member.name()));
      }
      for (String fact :
          List.of(RunSettings.DATA, "--validation-split", "--validation-fold", "--limit")) {
        String own = facts.getOrDefault(fact, "");
        if (!own.equals(first.getOrDefault(fact, ""))) {
          throw new InvalidDataException(
              "%s: has held out another part of the training set than %s (%s: %s and %s), so that one has learned from what the other has not; fitted weights need a part that all have held out: train them with one --validation-fold"
                  .formatted(
                      member.name(),
                      members.get(0).name(),
                      fact,
                      own.isEmpty() ? "not given" : own,
                      first.getOrDefault(fact, "not given")));
        }
      }
    }
    return heldOut(first, training);
  }

  private static Dataset heldOut(Map<String, String> facts, Dataset training)
      throws InvalidDataException {
    try {
      String limit = facts.get("--limit");
      Dataset limited =
          PlanOptions.limited(training, limit == null ? null : Integer.valueOf(limit));
      String then = facts.getOrDefault(RunSettings.DATA, "");
      if (!DataFacts.fingerprint(limited).equals(then)) {
        throw new InvalidDataException(
            "the training set is not the one of the members (%s, now %s); name theirs by --data"
                .formatted(then, DataFacts.fingerprint(limited)));
      }
      Dataset heldOut =
          Split.block(
                  limited,
                  Double.parseDouble(facts.getOrDefault("--validation-split", "")),
                  Integer.parseInt(facts.getOrDefault("--validation-fold", "1")))
              .validation();
      if (heldOut.count() == 0) {
        throw new InvalidDataException(
            "the members have held out nothing: fitted weights need a --validation-split");
      }
      return heldOut;
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("the members' facts: " + e.getMessage());
    }
  }
}
