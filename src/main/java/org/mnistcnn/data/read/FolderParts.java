package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingText;

/**
 * What the folders of a folder of images are: classes, or parts of the data set that hold the
 * folders of classes. Parts are told by their names ({@code Train}, {@code seg_train}, {@code
 * training_set}, {@code val}), and nothing is a class whose name and content are those of a part.
 *
 * @param root where the parts or classes lie: the folder that was named, or the only one in it
 * @param labelled the parts that hold folders of classes; none if the classes lie in the root
 * @param others names of folders beside the parts that hold no folders of classes
 */
record FolderParts(Path root, Map<Role, Part> labelled, List<String> others) {

  private static final int DEEPEST = 32;

  FolderParts {
    labelled = Map.copyOf(labelled);
    others = List.copyOf(others);
  }

  /** What a part is for, with the words for it in names. */
  enum Role {
    TRAINING("train", "train training trainset trainingset"),
    VALIDATION("val", "val valid validation dev valset validset validationset devset"),
    TEST("test", "test testing testset testingset");

    private final String usual;
    private final String words;

    Role(String usual, String words) {
      this.usual = usual;
      this.words = words;
    }

    /** The role that a name speaks of; empty if it speaks of none or of several. */
    static Optional<Role> of(String name) {
      List<String> words =
          List.of(
              name.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ")
                  .toLowerCase(Locale.ROOT)
                  .split("[^\\p{L}]+", -1));
      List<Role> roles =
          Stream.of(values())
              .filter(role -> words.stream().anyMatch(role.words()::contains))
              .toList();
      return roles.size() == 1 ? Optional.of(roles.get(0)) : Optional.empty();
    }

    /** The words for it, the usual one first. */
    List<String> words() {
      return List.of(words.split(" "));
    }
  }

  /**
   * A folder that holds folders of classes.
   *
   * @param name in the root
   * @param place of the folders of classes: the part, or the only folder in it
   * @param classes the names of these, in Keras's order
   */
  record Part(String name, Path place, List<String> classes) {}

  /** A folder in the root. */
  private record Folder(String name, Optional<Role> role, Path place, List<String> folders) {

    /** What it is, if what holds a single folder means that one. */
    static Folder of(Path root, String name) throws IOException {
      Path place = root.resolve(name);
      for (int depth = 0; depth < DEEPEST; depth++) {
        Optional<Path> only = only(place);
        if (only.isEmpty() || FolderLayout.hasImages(only.get())) {
          break;
        }
        place = only.get();
      }
      return new Folder(name, Role.of(name), place, folders(place));
    }

    /** The folders, if there are no images beside them. */
    private static List<String> folders(Path place) throws IOException {
      return FolderLayout.hasImages(place) ? List.of() : FolderLayout.folders(place);
    }

    boolean isLabelled() {
      return !folders.isEmpty();
    }

    Part part() {
      return new Part(name, place, folders);
    }

    /** The same as a part that has some of the classes of the training set. */
    Folder beside(Path root, List<String> classes) throws IOException {
      Path within = root.resolve(name);
      for (int depth = 0; depth < DEEPEST; depth++) {
        Optional<Path> only = only(within);
        if (only.isEmpty() || classes.contains(String.valueOf(only.get().getFileName()))) {
          break;
        }
        within = only.get();
      }
      List<String> found = FolderLayout.folders(within);
      boolean known = found.stream().anyMatch(classes::contains);
      return new Folder(
          name, role, within, known || !FolderLayout.hasImages(within) ? found : List.of());
    }
  }

  /** The only folder in one without images; no link, which may lead anywhere. */
  private static Optional<Path> only(Path folder) throws IOException {
    List<String> folders = FolderLayout.folders(folder);
    if (folders.size() != 1 || FolderLayout.hasImages(folder)) {
      return Optional.empty();
    }
    return Optional.of(folder.resolve(folders.get(0))).filter(only -> !Files.isSymbolicLink(only));
  }

  /**
   * Finds out.
   *
   * @throws InvalidDataException if the folders may be classes as well as parts
   */
  static FolderParts of(Path given) throws IOException {
    Path root = root(given);
    List<Folder> folders = new ArrayList<>();
    for (String name : FolderLayout.folders(root)) {
      folders.add(Folder.of(root, name));
    }
    List<Folder> training =
        folders.stream()
            .filter(
                folder -> folder.isLabelled() && folder.role().equals(Optional.of(Role.TRAINING)))
            .toList();
    boolean named = folders.stream().allMatch(folder -> folder.role().isPresent());
    Set<Role> roles =
        folders.stream().flatMap(folder -> folder.role().stream()).collect(Collectors.toSet());
    if (training.size() == 1 || (training.size() > 1 && roles.size() > 1)) {
      return ofTraining(root, training.get(0), folders);
    }
    if (named && roles.contains(Role.TRAINING) && roles.size() > 1) {
      throw new InvalidDataException(
          "%s: %s are named as parts of a data set but hold no folders of classes; put the images of each class into a folder of its name below them"
              .formatted(root, shown(folders)));
    }
    if (named && !folders.isEmpty() && roles.size() == folders.size() && training.isEmpty()) {
      Map<Role, Part> labelled = new EnumMap<>(Role.class);
      folders.stream()
          .filter(Folder::isLabelled)
          .forEach(folder -> labelled.put(folder.role().orElseThrow(), folder.part()));
      if (!labelled.isEmpty()) {
        return new FolderParts(root, labelled, List.of());
      }
    }
    requireClasses(root, folders);
    return new FolderParts(root, Map.of(), List.of());
  }

  /** The named folder, or the one that all of it is in. */
  private static Path root(Path given) throws IOException {
    Path root = given;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Optional<Path> only = only(root);
      if (only.isEmpty()
          || FolderLayout.hasImages(only.get())
          || FolderLayout.folders(only.get()).isEmpty()
          || Role.of(String.valueOf(only.get().getFileName()))
              .filter(role -> role != Role.TRAINING)
              .isPresent()) {
        break;
      }
      root = only.get();
    }
    return root;
  }

  private static FolderParts ofTraining(Path root, Folder training, List<Folder> folders)
      throws IOException {
    Map<Role, Part> labelled = new EnumMap<>(Role.class);
    labelled.put(Role.TRAINING, training.part());
    List<String> others = new ArrayList<>();
    List<Folder> without = folders.stream().filter(folder -> !folder.equals(training)).toList();
    if (!without.isEmpty() && without.stream().allMatch(folder -> folder.role().isEmpty())) {
      throw new InvalidDataException(
          "%s: there is %s/ but no test/ beside it, only %s; add it, or name %s for a split to be made"
              .formatted(root, training.name(), shown(without), training.place()));
    }
    for (Folder other : without) {
      Folder beside = other.beside(root, training.folders());
      if (!beside.isLabelled()) {
        others.add(beside.name());
      } else if (beside.role().isEmpty()) {
        throw new InvalidDataException(
            "%s: beside %s/ there must be no folder that is neither named for testing (%s) nor for validation (%s), got %s/; rename or remove it"
                .formatted(
                    root,
                    training.name(),
                    String.join(", ", Role.TEST.words()),
                    String.join(", ", Role.VALIDATION.words()),
                    beside.name()));
      } else {
        Part before = labelled.put(beside.role().orElseThrow(), beside.part());
        if (before != null) {
          throw new InvalidDataException(
              "%s: there must be one folder for each use, but %s/ and %s/ are both named for one; rename or remove one of them"
                  .formatted(root, before.name(), beside.name()));
        }
      }
    }
    return new FolderParts(root, labelled, others);
  }

  /** Refuses folders that are taken for classes but can hardly be such. */
  private static void requireClasses(Path root, List<Folder> folders) throws InvalidDataException {
    boolean allHoldFolders = folders.size() > 1 && folders.stream().allMatch(Folder::isLabelled);
    if (allHoldFolders
        && folders.stream()
            .allMatch(
                folder -> folder.folders().stream().allMatch(name -> Role.of(name).isPresent()))) {
      throw new InvalidDataException(
          "%s: %s/ must be above the classes, not below each of them, as below %s; move them to %s/%s/%s"
              .formatted(
                  root,
                  String.join("/ and ", folders.get(0).folders()),
                  shown(folders),
                  folders.get(0).folders().get(0),
                  folders.get(0).name(),
                  "..."));
    }
    if (allHoldFolders
        && folders.get(0).folders().size() > 1
        && folders.stream().map(Folder::folders).distinct().count() == 1) {
      throw new InvalidDataException(
          "%s: %s hold folders of the same names (%s), so they are parts of a data set, not classes; name them train/, val/ and test/, or name the one to learn from"
              .formatted(root, shown(folders), FolderLayout.shown(folders.get(0).folders())));
    }
    for (Folder folder : folders) {
      List<String> beside =
          folders.stream().filter(other -> !other.equals(folder)).map(Folder::name).toList();
      if (beside.size() > 1 && folder.folders().equals(beside)) {
        throw new InvalidDataException(
            "%s: %s/ holds folders of the same names as those beside it (%s), so it is a copy, not a class; remove it, or name %s"
                .formatted(root, folder.name(), FolderLayout.shown(beside), folder.place()));
      }
    }
  }

  private static String shown(List<Folder> folders) {
    return FolderLayout.shown(folders.stream().map(folder -> folder.name() + "/").toList());
  }

  /** The part of a role, if there is one with folders of classes. */
  Optional<Part> part(Role role) {
    return Optional.ofNullable(labelled.get(role));
  }

  /** Whether all is as people expect it: classes in the named folder, or in train/ and test/. */
  private boolean isUsual(Path given) {
    return root.equals(given)
        && labelled.entrySet().stream()
            .allMatch(
                part ->
                    part.getValue().name().equals(part.getKey().usual)
                        && part.getValue().place().equals(root.resolve(part.getValue().name())));
  }

  /**
   * Says what was guessed.
   *
   * @param given the folder that was named
   */
  void tell(Path given, Consumer<SettingText> notes) throws IOException {
    if (labelled.isEmpty() && !root.equals(given)) {
      notes.accept(SettingText.of("%s holds one folder: the classes are those in %s", given, root));
    }
    if (!labelled.isEmpty() && !isUsual(given)) {
      notes.accept(
          SettingText.of(
              "%s: by the names of its folders, %s; rename them if that is wrong",
              root,
              Stream.of(Role.values())
                  .flatMap(role -> part(role).map(part -> use(role, part)).stream())
                  .collect(Collectors.joining(", "))));
    }
    if (!labelled.isEmpty() && FolderLayout.hasImages(root)) {
      notes.accept(SettingText.of("images in %s itself are left out: they are in no class", root));
    }
    for (Part part : labelled.values()) {
      if (FolderLayout.hasImages(part.place())) {
        notes.accept(
            SettingText.of("images in %s itself are left out: they are in no class", part.place()));
      }
    }
    for (String other : others) {
      notes.accept(
          SettingText.of(
              "%s: %s/ holds no folders of classes: it can be predicted, not learned from, and is"
                  + " left out",
              root, other));
    }
  }

  private String use(Role role, Part part) {
    String place = String.valueOf(root.relativize(part.place())).replace('\\', '/') + "/";
    return switch (role) {
      case TRAINING -> place + " is learned from";
      case VALIDATION -> place + " validates";
      case TEST -> place + " tests";
    };
  }

  /** The names of the parts, in the order of their use: {@code train/, val/ and test/}. */
  String names() {
    List<String> names =
        Stream.of(Role.values())
            .flatMap(role -> part(role).map(part -> part.name() + "/").stream())
            .toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
