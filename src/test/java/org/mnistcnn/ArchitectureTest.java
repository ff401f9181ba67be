package org.mnistcnn;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.nn.Layer;
import org.tensorflow.EagerSession;
import org.tensorflow.Session;

/** The import table of ARCHITECTURE.md, and what else can be checked of the house's rules. */
final class ArchitectureTest {

  private static final String ROOT = "org.mnistcnn";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final String TENSORFLOW = "org.tensorflow..";
  private static final String PROTOBUF = "com.google.protobuf..";
  private static final String JAVACPP = "org.bytedeco.javacpp..";
  private static final String JSON = "com.fasterxml.jackson..";
  private static final String HDF5 = "io.jhdf..";
  private static final String ONNX = "org.tribuo.util.onnx..";
  private static final String ONNX_MESSAGES = "ai.onnx.proto..";
  private static final String CHARTS = "org.jfree..";
  private static final String HTML = "gg.jte..";
  private static final String CSV = "de.siegmar.fastcsv..";
  private static final String XML = "javax.xml.stream..";
  private static final String COMMAND_LINE = "picocli..";
  private static final String PROGRESS_BAR = "me.tongfei.progressbar..";
  private static final String BUILDERS = "io.soabase.recordbuilder..";
  private static final String JAVA_MODEL = "javax.lang.model..";
  private static final String PICTURES = "java.awt..";
  private static final String PICTURE_FILES = "javax.imageio..";

  private static final String SHAPES = "org.tensorflow.ndarray";

  /** What the page calls it. */
  private static final Map<String, String> ON_PAGE =
      Map.ofEntries(
          Map.entry(TENSORFLOW, "org.tensorflow,"),
          Map.entry(PROTOBUF, "protobuf"),
          Map.entry(JAVACPP, "JavaCPP"),
          Map.entry(JSON, "Jackson"),
          Map.entry(HDF5, "jHDF"),
          Map.entry(ONNX, "Tribuo's ONNX utilities"),
          Map.entry(ONNX_MESSAGES, "ONNX messages"),
          Map.entry(CHARTS, "org.jfree"),
          Map.entry(HTML, "jte"),
          Map.entry(CSV, "FastCSV"),
          Map.entry(XML, "StAX"),
          Map.entry(COMMAND_LINE, "picocli"),
          Map.entry(PROGRESS_BAR, "progressbar"),
          Map.entry(BUILDERS, "record-builder"),
          Map.entry(JAVA_MODEL, "javax.lang.model"),
          Map.entry(PICTURES, "java.awt"),
          Map.entry(PICTURE_FILES, "ImageIO"),
          Map.entry(SHAPES, "org.tensorflow.ndarray.Shape"));

  /**
   * A row of the table.
   *
   * @param name the package within ours; empty for the root
   * @param ours which of our other packages it may use
   * @param others what it may use beside the JDK; of the JDK, what draws is said, too
   */
  private record Row(String name, List<String> ours, List<String> others) {

    String inFull() {
      return inFull(name);
    }

    private static String inFull(String name) {
      return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    /** The package and those below it; of the root, which all are below, the package alone. */
    String andBelow() {
      return andBelow(name);
    }

    private static String andBelow(String name) {
      return name.isEmpty() ? ROOT : inFull(name) + "..";
    }

    DescribedPredicate<JavaClass> allowed() {
      Stream<String> own = Stream.concat(Stream.of(name), ours.stream()).map(Row::andBelow);
      DescribedPredicate<JavaClass> named =
          resideInAnyPackage(
              Stream.concat(own, Stream.concat(Stream.of("org.jspecify.."), others.stream()))
                  .toArray(String[]::new));
      return resideInAPackage("java..")
          .and(not(resideInAPackage(PICTURES)))
          .or(named)
          .as("are of the JDK, %s or %s", ours, others);
    }

    /** Classes of this package that use one of another. */
    Predicate<JavaClass> uses(String other) {
      return resideInAPackage(andBelow())
          .and(
              DescribedPredicate.describe(
                  "use " + other,
                  (JavaClass found) ->
                      found.getDirectDependenciesFromSelf().stream()
                          .map(Dependency::getTargetClass)
                          .anyMatch(resideInAPackage(other))));
    }

    @Override
    public String toString() {
      return inFull();
    }
  }

  private static final List<Row> TABLE =
      List.of(
          new Row("common", List.of(), List.of(JSON, CSV, BUILDERS, JAVA_MODEL)),
          new Row("metrics", List.of(), List.of()),
          new Row("data", List.of("common"), List.of(PICTURES, PICTURE_FILES, CSV)),
          new Row("nn", List.of("common"), List.of(TENSORFLOW)),
          new Row("train", List.of("common", "metrics", "data"), List.of()),
          new Row("gates", List.of("common", "metrics"), List.of(JSON, XML)),
          new Row(
              "charts",
              List.of("common", "metrics", "data", "train"),
              List.of(PICTURES, PICTURE_FILES, CHARTS)),
          new Row("search", List.of("common", "train"), List.of(JSON)),
          new Row(
              "engine",
              List.of("common", "metrics", "data", "nn", "train"),
              List.of(TENSORFLOW, JAVACPP)),
          // The shape of an input is said in TensorFlow's words, as nn wants it.
          new Row("zoo", List.of("common", "data", "nn", "train"), List.of(SHAPES)),
          new Row("artifact", List.of("common", "data", "nn", "engine"), List.of(SHAPES, JSON)),
          new Row(
              "formats",
              List.of("common", "data", "nn", "train", "engine", "artifact"),
              List.of(TENSORFLOW, PROTOBUF, ONNX, ONNX_MESSAGES, HDF5, JSON)),
          new Row(
              "report",
              List.of("common", "metrics", "data", "train", "gates", "charts"),
              List.of(JSON, HTML, CSV)),
          new Row(
              "app",
              List.of(
                  "common",
                  "metrics",
                  "data",
                  "nn",
                  "train",
                  "gates",
                  "charts",
                  "search",
                  "engine",
                  "zoo",
                  "artifact",
                  "formats",
                  "report"),
              List.of(JSON)),
          new Row(
              "cli",
              List.of(
                  "app",
                  "common",
                  "metrics",
                  "data",
                  "nn",
                  "train",
                  "gates",
                  "charts",
                  "search",
                  "engine",
                  "zoo",
                  "artifact",
                  "formats",
                  "report"),
              List.of(COMMAND_LINE, PROGRESS_BAR, JSON)));

  private static final Map<String, List<String>> DOORS =
      Map.ofEntries(
          Map.entry("common", List.of("*")),
          Map.entry("metrics", List.of("*")),
          Map.entry(
              "data",
              List.of(
                  "Dataset", "ImageShape", "Split", "TrainTestData", "image.ImageFile", "read.*")),
          Map.entry(
              "nn", List.of("*", "augment.Augmentations", "compile.*", "layers.*", "rewrite.*")),
          Map.entry("train", List.of("*", "callbacks.*")),
          Map.entry("gates", List.of("*")),
          Map.entry("charts", List.of("*")),
          Map.entry("search", List.of("*")),
          Map.entry("engine", List.of("*", "device.*")),
          Map.entry("zoo", List.of("*")),
          Map.entry("artifact", List.of("*")),
          Map.entry(
              "formats",
              List.of(
                  "*",
                  "keras.KerasConfig",
                  "keras.KerasFile",
                  "keras.KerasWeights",
                  "savedmodel.SavedModelWriter",
                  "tensorboard.TensorBoard")),
          Map.entry("report", List.of("*")),
          Map.entry("app", List.of("*", "ensemble.*", "tune.*")));

  private static List<Row> table() {
    return TABLE;
  }

  @ParameterizedTest
  @MethodSource("table")
  void aPackageUsesOnlyWhatTheTableAllows(Row row) {
    classes()
        .that()
        .resideInAPackage(row.andBelow())
        .should()
        .onlyDependOnClassesThat(row.allowed())
        // A package of the table may not be built yet.
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  /**
   * Other top-level packages use the doors of a package only: these types, {@code *} for all of the
   * package itself or of one below it. What else is public is so for the packages below.
   */
  @ParameterizedTest
  @MethodSource("doors")
  void aPackageIsUsedThroughItsDoors(String name, List<String> doors) {
    classes()
        .that()
        .resideOutsideOfPackage(Row.andBelow(name))
        .should()
        .onlyDependOnClassesThat(not(resideInAPackage(Row.andBelow(name))).or(isADoor(name, doors)))
        .check(PRODUCT);
  }

  private static Stream<Arguments> doors() {
    return DOORS.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
  }

  private static DescribedPredicate<JavaClass> isADoor(String name, List<String> doors) {
    return DescribedPredicate.describe(
        "are doors of " + name + ": " + doors,
        (JavaClass found) -> {
          String inFull = found.getBaseComponentType().getName().replaceAll("\\$.*", "");
          String type = inFull.substring(Row.inFull(name).length() + 1);
          String all = type.substring(0, type.lastIndexOf('.') + 1) + "*";
          return doors.contains(type) || doors.contains(all);
        });
  }

  /** An entry that nobody uses would let in what the page does not say. */
  @ParameterizedTest
  @MethodSource("table")
  void theTableAllowsOnlyWhatAPackageUses(Row row) {
    boolean mayUseAll = row.ours().size() == TABLE.size() - 1;
    List<String> ours = mayUseAll ? List.of() : row.ours();
    Stream<String> allowed = Stream.concat(ours.stream().map(Row::andBelow), row.others().stream());
    assertThat(allowed.filter(pattern -> PRODUCT.stream().noneMatch(row.uses(pattern)))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("table")
  void thePageHasTheSameTable(Row row) throws IOException {
    String start = row.name().isEmpty() ? "| root |" : "| `" + row.name() + "` |";
    List<String> lines =
        Files.readAllLines(Path.of("ARCHITECTURE.md")).stream()
            .filter(line -> line.startsWith(start))
            .toList();
    assertThat(lines).hasSize(1);
    String[] columns = lines.get(0).split("\\s*\\|\\s*", -1);
    List<String> ours =
        columns[3].equals("all")
            ? TABLE.stream().map(Row::name).filter(name -> !name.equals(row.name())).toList()
            : columns[3].equals("-") ? List.of() : List.of(columns[3].split(", "));
    assertThat(ours).containsExactlyInAnyOrderElementsOf(row.ours());
    assertThat(ON_PAGE.keySet().stream().filter(found -> columns[4].contains(ON_PAGE.get(found))))
        .containsExactlyInAnyOrderElementsOf(row.others());
  }

  @Test
  void everyPackageIsInTheTable() {
    DescribedPredicate<JavaClass> named =
        resideInAnyPackage(TABLE.stream().map(Row::andBelow).toArray(String[]::new));
    assertThat(PRODUCT.stream().filter(not(named))).isEmpty();
  }

  /** Each package as a whole; then each of those that lie below one, without what lies below it. */
  @ParameterizedTest
  @ValueSource(strings = {".(*)..", ".(**)"})
  void packagesFormNoCycles(String level) {
    slices().matching(ROOT + level).should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void networksAreDataAndRunNoSession() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".nn..")
        .should()
        .dependOnClassesThat(belongToAnyOf(Session.class, Session.Runner.class, EagerSession.class))
        .check(PRODUCT);
  }

  @Test
  void onlyTheEngineReachesBehindTensorFlowsPublicInterface() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.tensorflow.internal..", JAVACPP)
        .check(PRODUCT);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(packages()).allMatch(found -> found.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void onlyTheCommandLinePrintsAndEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(PRODUCT);
  }

  @Test
  void noClassExtendsAClassOfOurs() {
    DescribedPredicate<JavaClass> extendsOurs =
        DescribedPredicate.describe(
            "extend a class of ours",
            found ->
                found
                    .getRawSuperclass()
                    .filter(parent -> parent.getPackageName().startsWith(ROOT))
                    .filter(parent -> !parent.isEnum())
                    .isPresent());
    noClasses().should(ArchCondition.from(extendsOurs)).check(PRODUCT);
  }

  @Test
  void everyClassIsFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotAnonymousClasses()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(PRODUCT);
  }

  @Test
  void everyLayerIsARecord() {
    classes().that().implement(Layer.class).should().beRecords().check(PRODUCT);
  }

  @Test
  void noNameSaysNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Rules|Facts|Lists|Structures|Numbers)")
        .orShould()
        .haveNameMatching(".*[.$](Abstract|Base)[A-Z].*")
        .check(PRODUCT);
  }

  private static Stream<JavaPackage> packages() {
    Set<JavaPackage> all = PRODUCT.getPackage(ROOT).getSubpackagesInTree();
    return Stream.concat(Stream.of(PRODUCT.getPackage(ROOT)), all.stream())
        .filter(found -> !found.getClasses().isEmpty());
  }
}
