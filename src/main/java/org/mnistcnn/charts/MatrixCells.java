package org.mnistcnn.charts;

/** What the cells of a confusion matrix show. */
enum MatrixCells {
  /** Counts, coloured by their share of the true class. */
  COUNTS("confusion_matrix", "Confusion matrix"),
  /** The share of the true class, in percent. */
  SHARES("confusion_matrix_normalized", "Confusion matrix, rows normalised"),
  /** The counts off the diagonal, coloured by the greatest of them. */
  ERRORS("confusion_matrix_errors", "Confusion matrix, errors only");

  private final String file;
  private final String title;

  MatrixCells(String file, String title) {
    this.file = file;
    this.title = title;
  }

  /** The name of the picture's files, without the ending. */
  String file() {
    return file;
  }

  /** What the picture shows. */
  String title() {
    return title;
  }
}
