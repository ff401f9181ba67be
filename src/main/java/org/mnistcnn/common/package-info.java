/**
 * What every package may use: files that are written whole or not at all, the exception for data
 * that can't be read, checks of settings and builders for them, and things that people ask for by
 * name. Start with {@link org.mnistcnn.common.AtomicFile}, {@link org.mnistcnn.common.Check} and
 * {@link org.mnistcnn.common.Names}.
 */
@NullMarked
package org.mnistcnn.common;

import org.jspecify.annotations.NullMarked;
