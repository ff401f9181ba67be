package org.mnistcnn.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a {@link Setting} is for; {@link Kind#SEARCHED} where nothing is said. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Role {

  Kind value();

  /** What a setting decides. */
  enum Kind {
    /** It decides the result, and the trials of a search may differ in it. */
    SEARCHED,
    /** It decides the result, and is the same for all trials of a search. */
    SHARED,
    /** It belongs to a machine or a call, and decides nothing of what is learned. */
    LOCAL
  }
}
