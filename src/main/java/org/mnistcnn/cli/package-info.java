/**
 * The command line: one class a command; the only place that prints, and that turns exceptions into
 * exit codes. Start with {@link org.mnistcnn.cli.Main}.
 */
@NullMarked
package org.mnistcnn.cli;

import org.jspecify.annotations.NullMarked;
