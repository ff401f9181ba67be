/**
 * What every package may use: the checks that settings share. Start with {@link
 * org.mnistcnn.common.Check}.
 */
@NullMarked
package org.mnistcnn.common;

import org.jspecify.annotations.NullMarked;
