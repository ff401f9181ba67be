package org.mnistcnn.data.read;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A folder of images on disk that tests fill. */
public final class ImageFolder {

  private final Path path;

  public ImageFolder(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /** Writes an image of one colour, with the corner pixel black. */
  public ImageFolder image(String name, int width, int height, int rgb) throws IOException {
    return image(name, width, height, rgb, BufferedImage.TYPE_INT_RGB);
  }

  /** The same without colour. */
  public ImageFolder grey(String name, int width, int height, int value) throws IOException {
    return image(name, width, height, value * 0x10101, BufferedImage.TYPE_BYTE_GRAY);
  }

  private ImageFolder image(String name, int width, int height, int rgb, int type)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 1; i < width * height; i++) {
      image
          .getRaster()
          .setPixel(
              i % width,
              i / width,
              type == BufferedImage.TYPE_BYTE_GRAY
                  ? new int[] {rgb & 0xff}
                  : new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff});
    }
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return this;
  }

  public ImageFolder text(String name, String content) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  /** Three classes of so many different images of 6 x 4 pixels: red, green and blue ones. */
  public ImageFolder threeClasses(int each) throws IOException {
    for (int i = 0; i < each; i++) {
      image("blue/%02d.png".formatted(i), 6, 4, 0x0000ff - i);
      image("green/%02d.PNG".formatted(i), 6, 4, 0x00ff00 - (i << 8));
      image("red/%02d.png".formatted(i), 6, 4, 0xff0000 - (i << 16));
    }
    return this;
  }
}
