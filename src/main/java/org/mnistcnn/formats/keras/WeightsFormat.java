package org.mnistcnn.formats.keras;

import io.jhdf.api.WritableGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.tensorflow.ndarray.Shape;

/**
 * Where Keras 3 keeps a model's weights in HDF5: {@code layers/conv2d_1/vars/0} for the kernel of
 * the second Conv2D. Layers are told apart by kind and order, not by name.
 */
final class WeightsFormat {

  private static final String LAYERS = "layers";

  private WeightsFormat() {}

  /**
   * Reads the weights of a model, all of them.
   *
   * @throws InvalidDataException if one is missing, superfluous or of another shape
   */
  static Map<String, float[]> read(String file, Hdf5Reader hdf5, Model model)
      throws InvalidDataException {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Map.Entry<Model.Node, String> layer : KerasOrder.paths(model).entrySet()) {
      List<Weight> weights = layer.getKey().weights();
      List<Hdf5Reader.Variable> variables = hdf5.variables(layer.getValue());
      if (variables.size() != weights.size()) {
        throw new InvalidDataException(
            "%s: layer %s must have %d weights at %s, got %d"
                .formatted(
                    file,
                    layer.getKey().name(),
                    weights.size(),
                    layer.getValue(),
                    variables.size()));
      }
      for (int i = 0; i < weights.size(); i++) {
        values.put(weights.get(i).name(), variables.get(i).floats(weights.get(i).shape()));
      }
    }
    return values;
  }

  /**
   * What a file of weights has for a model: under the names of the model's weights where a layer of
   * the same kind stands in the same place, under its place otherwise. Only weights whose shape is
   * the model's are read.
   */
  static WeightTransfer.Source match(Hdf5Reader hdf5, Model model) throws InvalidDataException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Map<String, float[]> values = new LinkedHashMap<>();
    Set<String> unused = hdf5.names(LAYERS);
    for (Map.Entry<Model.Node, String> layer : KerasOrder.paths(model).entrySet()) {
      List<Weight> weights = layer.getKey().weights();
      List<Hdf5Reader.Variable> variables = hdf5.variables(layer.getValue());
      unused.remove(layer.getValue().substring(LAYERS.length() + 1));
      for (int i = 0; i < Math.min(weights.size(), variables.size()); i++) {
        Shape wanted = weights.get(i).shape();
        long[] shape = shape(variables.get(i));
        shapes.put(weights.get(i).name(), shape);
        if (Arrays.equals(shape, wanted.asArray())) {
          values.put(weights.get(i).name(), variables.get(i).floats(wanted));
        }
      }
    }
    for (String layer : unused) {
      String path = LAYERS + "/" + layer;
      List<Hdf5Reader.Variable> variables = hdf5.variables(path);
      for (int i = 0; i < variables.size(); i++) {
        shapes.put("%s/vars/%d".formatted(path, i), shape(variables.get(i)));
      }
    }
    return new WeightTransfer.Source(shapes, values);
  }

  private static long[] shape(Hdf5Reader.Variable variable) {
    return Arrays.stream(variable.shape()).asLongStream().toArray();
  }

  /**
   * Writes the weights of a model. Keras finds nothing for a layer without weights, which is right.
   *
   * @throws IllegalArgumentException if one is missing or of another size
   */
  static void write(Hdf5Writer hdf5, Model model, Map<String, float[]> values) {
    for (Map.Entry<Model.Node, String> layer : KerasOrder.paths(model).entrySet()) {
      List<Weight> weights = layer.getKey().weights();
      if (!weights.isEmpty()) {
        WritableGroup vars = hdf5.variables(layer.getValue(), layer.getKey().name());
        weights.forEach(weight -> hdf5.add(vars, weight.shape(), value(values, weight.name())));
      }
    }
  }

  /** The weights that gradients change, in the order in which Keras counts them. */
  static List<Weight> trained(Model model) {
    List<Weight> trained = new ArrayList<>();
    for (Model.Node node : KerasOrder.paths(model).keySet()) {
      node.weights().stream().filter(Weight::trainable).forEach(trained::add);
    }
    return trained;
  }

  static float[] value(Map<String, float[]> values, String name) {
    float[] value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "%s is missing; there are %s".formatted(name, values.keySet()));
    }
    return value;
  }
}
