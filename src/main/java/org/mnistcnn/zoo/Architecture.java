package org.mnistcnn.zoo;

import java.util.Locale;
import java.util.Map;
import org.mnistcnn.common.Names;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.DepthwiseConv2D;
import org.mnistcnn.nn.layers.Dropout;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.nn.layers.Rescaling;
import org.mnistcnn.nn.layers.Size;
import org.tensorflow.ndarray.Shape;

/** Networks by name. Each takes raw pixels, 0 to 255, and ends with a softmax. */
public enum Architecture {

  /** The Keras program's: two convolutions, see {@link MnistCnn#network}. */
  CNN(10) {
    @Override
    Model build(ImageShape image, int classes) {
      return MnistCnn.network(image, classes);
    }
  },

  /**
   * Seven convolutions with batch normalization, of which strides take the place of pooling: Chris
   * Deotte, "25 Million Images! [0.99757] MNIST", Kaggle 2018.
   */
  DEEP(25) {
    @Override
    Model build(ImageShape image, int classes) {
      return Model.sequential(
          shape(image),
          new Rescaling(1 / 255.0),
          new Conv2D(32, 3, Activation.RELU),
          new BatchNormalization(),
          new Conv2D(32, 3, Activation.RELU),
          new BatchNormalization(),
          halving(32),
          new BatchNormalization(),
          new Dropout(0.4),
          new Conv2D(64, 3, Activation.RELU),
          new BatchNormalization(),
          new Conv2D(64, 3, Activation.RELU),
          new BatchNormalization(),
          halving(64),
          new BatchNormalization(),
          new Dropout(0.4),
          new Conv2D(128, 4, Activation.RELU),
          new BatchNormalization(),
          new Flatten(),
          new Dropout(0.4),
          new Dense(classes, Activation.SOFTMAX));
    }

    private static Conv2D halving(int filters) {
      return Conv2D.builder(filters, 5)
          .strides(Size.square(2))
          .padding(Padding.SAME)
          .activation(Activation.RELU)
          .build();
    }
  },

  /**
   * A residual network of 14 layers for images of 28 to 64 pixels: that of He et al. 2016 (arXiv
   * 1512.03385) for CIFAR-10, with n = 2 and projections where the size changes.
   */
  RESNET(1) {
    private static final int BLOCKS = 2;

    @Override
    Model build(ImageShape image, int classes) {
      ModelBuilder builder = new ModelBuilder(shape(image));
      ModelBuilder.Value value = builder.add(new Rescaling(1 / 255.0), builder.input());
      value = relu(builder, normalized(builder, conv(16, 3, 1), value));
      for (int filters = 16; filters <= 64; filters *= 2) {
        for (int block = 0; block < BLOCKS; block++) {
          value = residual(builder, filters, block == 0 && filters > 16 ? 2 : 1, value);
        }
      }
      value = builder.add(new GlobalAveragePooling2D(), value);
      return builder.build(builder.add(new Dense(classes, Activation.SOFTMAX), value));
    }

    private static ModelBuilder.Value residual(
        ModelBuilder builder, int filters, int strides, ModelBuilder.Value input) {
      ModelBuilder.Value inner =
          relu(builder, normalized(builder, conv(filters, 3, strides), input));
      inner = normalized(builder, conv(filters, 3, 1), inner);
      ModelBuilder.Value shortcut =
          strides == 1 ? input : normalized(builder, conv(filters, 1, strides), input);
      return relu(builder, builder.add(new Add(), inner, shortcut));
    }

    private static ModelBuilder.Value normalized(
        ModelBuilder builder, Conv2D conv, ModelBuilder.Value input) {
      return builder.add(new BatchNormalization(), builder.add(conv, input));
    }

    private static ModelBuilder.Value relu(ModelBuilder builder, ModelBuilder.Value input) {
      return builder.add(new ActivationLayer(Activation.RELU), input);
    }
  },

  /**
   * Depthwise separable convolutions for images of 28 to 64 pixels: the beginning of MobileNet,
   * Howard et al. 2017 (arXiv 1704.04861).
   */
  MOBILENET(1) {
    @Override
    Model build(ImageShape image, int classes) {
      ModelBuilder builder = new ModelBuilder(shape(image));
      ModelBuilder.Value value = builder.add(new Rescaling(1 / 255.0), builder.input());
      value = normalizedRelu(builder, builder.add(conv(32, 3, 2), value));
      value = separable(builder, 64, 1, value);
      value = separable(builder, 128, 2, value);
      value = separable(builder, 128, 1, value);
      value = separable(builder, 256, 2, value);
      value = separable(builder, 256, 1, value);
      value = builder.add(new GlobalAveragePooling2D(), value);
      value = builder.add(new Dropout(0.2), value);
      return builder.build(builder.add(new Dense(classes, Activation.SOFTMAX), value));
    }

    private static ModelBuilder.Value separable(
        ModelBuilder builder, int filters, int strides, ModelBuilder.Value input) {
      DepthwiseConv2D depthwise =
          DepthwiseConv2D.builder(3)
              .strides(Size.square(strides))
              .padding(Padding.SAME)
              .useBias(false)
              .build();
      ModelBuilder.Value value = normalizedRelu(builder, builder.add(depthwise, input));
      return normalizedRelu(builder, builder.add(conv(filters, 1, 1), value));
    }

    private static ModelBuilder.Value normalizedRelu(
        ModelBuilder builder, ModelBuilder.Value value) {
      return builder.add(
          new ActivationLayer(Activation.RELU), builder.add(new BatchNormalization(), value));
    }
  };

  private final int smallestSize;

  Architecture(int smallestSize) {
    this.smallestSize = smallestSize;
  }

  abstract Model build(ImageShape image, int classes);

  /**
   * The network for images of a size.
   *
   * @throws IllegalArgumentException if the images are too small for it
   */
  public Model network(ImageShape image, int classes) {
    if (Math.min(image.height(), image.width()) < smallestSize) {
      throw new IllegalArgumentException(
          "architecture %s needs images of at least %d x %d pixels, got %d x %d; resize them, or take another"
              .formatted(this, smallestSize, smallestSize, image.height(), image.width()));
    }
    return build(image, classes);
  }

  /** All of them by name. */
  public static Map<String, Architecture> byName() {
    return Names.constants(Architecture.class);
  }

  /**
   * The architecture of a name, such as {@code deep}.
   *
   * @throws IllegalArgumentException if there is none; the message says the nearest
   */
  public static Architecture named(String name) {
    return Names.find("architecture", name, byName());
  }

  private static Shape shape(ImageShape image) {
    return Shape.of(image.height(), image.width(), image.channels());
  }

  /** A convolution without bias, which a batch normalization would take out again. */
  private static Conv2D conv(int filters, int size, int strides) {
    return Conv2D.builder(filters, size)
        .strides(Size.square(strides))
        .padding(Padding.SAME)
        .useBias(false)
        .build();
  }

  /** The name on the command line, such as {@code deep}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
