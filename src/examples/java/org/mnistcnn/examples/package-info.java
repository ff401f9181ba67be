/** The Java of docs/API.md, compiled and run by the tests. */
@NullMarked
package org.mnistcnn.examples;

import org.jspecify.annotations.NullMarked;
