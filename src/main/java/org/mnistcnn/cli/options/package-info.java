/**
 * The options that commands share, each the setting of the same name of {@link
 * org.mnistcnn.app.RunConfig}: {@link org.mnistcnn.cli.options.GivenSettings} takes them from a
 * command line.
 */
@NullMarked
package org.mnistcnn.cli.options;

import org.jspecify.annotations.NullMarked;
