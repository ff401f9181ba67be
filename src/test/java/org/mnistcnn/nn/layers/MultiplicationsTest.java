package org.mnistcnn.nn.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.ndarray.Shape;

final class MultiplicationsTest {

  private static final Shape IMAGE = Shape.of(9, 8, 4);

  /** Places of the output times the values of the kernels that each takes. */
  private static Stream<Arguments> kernels() {
    return Stream.of(
        Arguments.of(new Dense(5, Activation.RELU), Shape.of(7), 7 * 5),
        Arguments.of(Conv2D.builder(6, 3).build(), IMAGE, 7 * 6 * (3 * 3 * 4 * 6)),
        Arguments.of(
            Conv2D.builder(6, 3).groups(2).strides(Size.square(2)).padding(Padding.SAME).build(),
            IMAGE,
            5 * 4 * (3 * 3 * 2 * 6)),
        Arguments.of(
            Conv2D.builder(6, 3).dilationRate(Size.square(2)).build(),
            IMAGE,
            5 * 4 * (3 * 3 * 4 * 6)),
        Arguments.of(
            DepthwiseConv2D.builder(3).depthMultiplier(2).build(), IMAGE, 7 * 6 * (3 * 3 * 4 * 2)),
        Arguments.of(
            SeparableConv2D.builder(6, 3).depthMultiplier(2).strides(Size.square(2)).build(),
            IMAGE,
            4 * 3 * (3 * 3 * 4 * 2 + 4 * 2 * 6)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aKernelCountsOncePerPlace(UnaryLayer layer, Shape input, long multiplications) {
    assertThat(layer.multiplications(input)).isEqualTo(multiplications);
    ModelBuilder builder = new ModelBuilder(input);
    assertThat(builder.build(builder.add(layer, builder.input())).multiplications())
        .isEqualTo(multiplications);
  }

  /** A weight of an image's shape, one for each value, is no kernel, whatever its rank. */
  @Test
  void onlyMatrixProductsAndConvolutionsHaveKernels() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackagesOf(UnaryLayer.class);
    List<Class<?>> layers =
        classes.stream()
            .filter(found -> found.isAssignableTo(UnaryLayer.class) && !found.isInterface())
            .<Class<?>>map(JavaClass::reflect)
            .toList();
    assertThat(layers).contains(Flatten.class);
    assertThat(layers.stream().filter(MultiplicationsTest::multiplies))
        .containsExactlyInAnyOrder(
            Dense.class, Conv2D.class, DepthwiseConv2D.class, SeparableConv2D.class);
    assertThat(new BatchNormalization().multiplications(IMAGE)).isZero();
  }

  private static boolean multiplies(Class<?> layer) {
    return Arrays.stream(layer.getDeclaredMethods())
        .anyMatch(method -> method.getName().equals("multiplications"));
  }
}
