"""Checks what TensorFlow Serving asks of a SavedModel, and how clients ask it.

Arguments: the model's directory, the picture of a digit, the digit.
"""

import base64
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, text_format
from tensorflow.core.framework import tensor_pb2
from tensorflow.core.protobuf import saved_model_pb2


def check(name, holds, detail=""):
    print(f"{name}: {'ok' if holds else 'FAILED'} {detail}", flush=True)
    if not holds:
        sys.exit(1)


def serving_messages():
    """The messages of TensorFlow Serving that are needed, with the numbers of its .proto files."""
    file = descriptor_pb2.FileDescriptorProto(
        name="serving.proto", package="tensorflow.serving", syntax="proto3",
        dependency=[tensor_pb2.DESCRIPTOR.name])
    kinds = descriptor_pb2.FieldDescriptorProto

    def message(name, fields):
        added = file.message_type.add(name=name)
        for number, (field, kind, repeated) in fields.items():
            entry = added.field.add(
                name=field, number=number,
                label=kinds.LABEL_REPEATED if repeated else kinds.LABEL_OPTIONAL)
            if kind == "string":
                entry.type = kinds.TYPE_STRING
            else:
                entry.type, entry.type_name = kinds.TYPE_MESSAGE, kind
        return added

    message("ModelSpec", {1: ("name", "string", False), 3: ("signature_name", "string", False)})
    request = message(
        "PredictRequest",
        {1: ("model_spec", ".tensorflow.serving.ModelSpec", False),
         2: ("inputs", ".tensorflow.serving.PredictRequest.InputsEntry", True)})
    entry = request.nested_type.add(name="InputsEntry")
    entry.options.map_entry = True
    entry.field.add(name="key", number=1, label=kinds.LABEL_OPTIONAL, type=kinds.TYPE_STRING)
    entry.field.add(
        name="value", number=2, label=kinds.LABEL_OPTIONAL, type=kinds.TYPE_MESSAGE,
        type_name=".tensorflow.TensorProto")
    message("PredictLog", {1: ("request", ".tensorflow.serving.PredictRequest", False)})
    message("PredictionLog", {6: ("predict_log", ".tensorflow.serving.PredictLog", False)})
    message(
        "ModelConfig",
        {1: ("name", "string", False), 2: ("base_path", "string", False),
         4: ("model_platform", "string", False)})
    message("ModelConfigList", {1: ("config", ".tensorflow.serving.ModelConfig", True)})
    message(
        "ModelServerConfig",
        {1: ("model_config_list", ".tensorflow.serving.ModelConfigList", False)})
    pool = descriptor_pool.Default()
    pool.Add(file)
    return {
        name: message_factory.GetMessageClass(
            pool.FindMessageTypeByName(f"tensorflow.serving.{name}"))
        for name in ("PredictionLog", "ModelServerConfig")}


directory, picture, digit = sys.argv[1:]
directory = pathlib.Path(directory)
messages = serving_messages()
model = tf.saved_model.load(str(directory))

check("version", directory.name.isdigit(), directory.name)
definition = saved_model_pb2.SavedModel()
definition.ParseFromString((directory / "saved_model.pb").read_bytes())
(graph,) = definition.meta_graphs
keys = {"serving_default", "serve", "serving_bytes"}
for key in keys:
    signature = graph.signature_def[key]
    check(f"{key} method", signature.method_name == "tensorflow/serving/predict")
    sizes = {info.tensor_shape.dim[0].size
             for info in [*signature.inputs.values(), *signature.outputs.values()]}
    check(f"{key} batch", sizes == {-1}, sizes)

warmed = set()
file = directory / "assets.extra" / "tf_serving_warmup_requests"
for record in tf.data.TFRecordDataset(str(file)):
    log = messages["PredictionLog"]()
    log.ParseFromString(record.numpy())
    request = log.predict_log.request
    check("warm-up name", request.model_spec.name == directory.parent.name)
    key = request.model_spec.signature_name
    inputs = {name: tf.constant(tf.make_ndarray(value)) for name, value in request.inputs.items()}
    result = model.signatures[key](**inputs)
    check(f"warm-up {key}", result["probabilities"].shape == (1, 10))
    warmed.add(key)
check("warm-up of every signature", warmed == keys, warmed)

config = messages["ModelServerConfig"]()
text_format.Parse(pathlib.Path("savedmodel/models.config").read_text(), config)
check("models.config", config.model_config_list.config[0].name == directory.parent.name)

labels = pathlib.Path(model.labels.asset_path.numpy().decode())
check("labels", labels.read_text().split() == [str(label) for label in range(10)])
card = (directory / "assets.extra" / "model_card.md").read_text()
check("model card", "| parameters | 225,034 |" in card and "conv2d_1 (Conv2D)" in card, card)


class StandIn(http.server.BaseHTTPRequestHandler):
    """Answers a request as TensorFlow Serving's documentation of its REST interface says."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        signature = model.signatures[body.get("signature_name", "serving_default")]
        rows = [base64.b64decode(row["image_bytes"]["b64"]) for row in body["instances"]]
        result = signature(image_bytes=tf.constant(rows))
        answer = json.dumps({"predictions": [
            {"class": int(category), "probabilities": row.tolist()}
            for category, row in zip(result["class"].numpy(), result["probabilities"].numpy())]})
        self.send_response(200 if self.path == "/v1/models/mnist_cnn:predict" else 404)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), StandIn)
threading.Thread(target=server.serve_forever, daemon=True).start()
(line,) = re.findall(r"^    (curl .*)$", pathlib.Path("savedmodel/README.md").read_text(), re.M)
line = line.replace("digit.png", picture).replace(
    "localhost:8501", f"127.0.0.1:{server.server_address[1]}")
answer = subprocess.run(["sh", "-c", line], check=True, capture_output=True, text=True).stdout
server.shutdown()
check("curl", json.loads(answer)["predictions"][0]["class"] == int(digit), answer)
