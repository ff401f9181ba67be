"""Scores predictions with scikit-learn and SciPy, as the reference for org.mnistcnn.metrics.

Argument: a JSON file with a list of cases, each {classes, actual, predicted, probabilities}. Prints the numbers
of each as JSON; null is what scikit-learn finds undefined.
"""

import json
import math
import sys
import warnings

import numpy as np
from scipy.stats import binomtest
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")


def overall(actual, predicted, probabilities, labels):
    n = len(actual)
    hits = int((actual == predicted).sum())
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    confidence = probabilities[np.arange(n), predicted]
    share_right, mean_confidence = calibration_curve(actual == predicted, np.minimum(confidence, 1), n_bins=15)
    bins = np.searchsorted(np.linspace(0, 1, 16)[1:-1], confidence)
    counts = np.bincount(bins, minlength=15)
    counts = counts[counts > 0]
    values = {
        "accuracy": metrics.accuracy_score(actual, predicted),
        "accuracy_low": interval.low,
        "accuracy_high": interval.high,
        "ece": float((counts * np.abs(share_right - mean_confidence)).sum() / n),
        "kappa": metrics.cohen_kappa_score(actual, predicted),
        "mcc": metrics.matthews_corrcoef(actual, predicted),
    }
    if len(labels) > 1:
        values["log_loss"] = metrics.log_loss(actual, probabilities, labels=labels)
        values["brier"] = metrics.brier_score_loss(actual, probabilities, labels=labels)
    if len(labels) > 2:
        values["top_2_accuracy"] = metrics.top_k_accuracy_score(actual, probabilities, k=2, labels=labels)
        values["top_3_accuracy"] = metrics.top_k_accuracy_score(actual, probabilities, k=3, labels=labels)
    for average in ("macro", "weighted"):
        # Over the classes in truth or prediction, which is what scikit-learn does if it is told no labels.
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            actual, predicted, average=average, zero_division=0
        )
        values |= {f"{average}_precision": precision, f"{average}_recall": recall, f"{average}_f1": f1}
    support = np.bincount(actual, minlength=len(labels))
    if len(labels) > 2 and support.all():
        for average in ("macro", "weighted"):
            values[f"{average}_auc"] = metrics.roc_auc_score(
                actual, probabilities, labels=labels, multi_class="ovr", average=average
            )
    else:
        # Of two classes, either may be called the positive one. With a class that is absent, scikit-learn's mean is
        # not defined; the mean of the others is.
        known = [label for label in labels if 0 < support[label] < n]
        auc = [metrics.roc_auc_score(actual == label, probabilities[:, label]) for label in known]
        values["macro_auc"] = float(np.mean(auc)) if known else math.nan
        values["weighted_auc"] = float(np.average(auc, weights=support[known])) if known else math.nan
    precisions = [
        metrics.average_precision_score(actual == label, probabilities[:, label]) for label in labels if support[label]
    ]
    values["macro_ap"] = float(np.mean(precisions))
    return values


def of_classes(actual, predicted, probabilities, labels):
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        actual, predicted, labels=labels, zero_division=0
    )
    there = [bool((actual == label).any()) for label in labels]
    return {
        "precision": list(precision),
        "recall": list(recall),
        "f1": list(f1),
        "support": [int(s) for s in support],
        "auc": [metrics.roc_auc_score(actual == label, probabilities[:, label]) for label in labels],
        # Of a class without samples, scikit-learn warns that it is undefined and gives 0.
        "ap": [
            metrics.average_precision_score(actual == label, probabilities[:, label]) if there[label] else math.nan
            for label in labels
        ],
    }


def score(case):
    labels = list(range(len(case["classes"])))
    actual = np.array(case["actual"])
    predicted = np.array(case["predicted"])
    there = np.union1d(actual, predicted)
    probabilities = np.array(case["probabilities"], dtype=np.float32).astype(np.float64)
    return {
        "overall": overall(actual, predicted, probabilities, labels),
        "classes": of_classes(actual, predicted, probabilities, labels),
        "matrix": metrics.confusion_matrix(actual, predicted, labels=labels).tolist(),
        "text": metrics.classification_report(
            actual, predicted, target_names=[case["classes"][label] for label in there], zero_division=0
        ),
    }


def mcnemar(pairs):
    """The exact two-sided test of the samples that only one classifier gets right."""
    return [binomtest(first, first + second).pvalue if first + second else 1.0 for first, second in pairs]


def defined(value):
    if isinstance(value, dict):
        return {key: defined(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [defined(inner) for inner in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value


with open(sys.argv[1], encoding="utf-8") as file:
    asked = json.load(file)
print(json.dumps(defined({"cases": [score(case) for case in asked["cases"]], "mcnemar": mcnemar(asked["mcnemar"])})))
