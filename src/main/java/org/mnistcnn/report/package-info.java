/**
 * A folder of pictures, tables and pages that tells how good a model is, to people and to CI; start
 * with {@link org.mnistcnn.report.Report}.
 *
 * <p><b>Templates are compiled (jte).</b> A wrong name is a compiler's error, everything is escaped
 * by its place, and nothing is looked up at run time. The Java that jte generates is kept out of
 * Error Prone, not out of the import table.
 *
 * <p><b>A report without scripts is whole.</b> The images of a cell are in the page, once; the
 * script only hides. Pages of more than 600 mistakes show the worst of each pair.
 */
@NullMarked
package org.mnistcnn.report;

import org.jspecify.annotations.NullMarked;
