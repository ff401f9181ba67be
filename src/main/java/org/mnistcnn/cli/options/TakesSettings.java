package org.mnistcnn.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A command that takes settings of a {@link org.mnistcnn.app.RunConfig} as options. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TakesSettings {

  /** The records of a configuration whose settings it takes; none for all. */
  Class<? extends Record>[] value() default {};

  /** Keys of settings of other records that it takes as well. */
  String[] also() default {};

  /** Keys of settings that it does not take, or in another form. */
  String[] except() default {};

  /** Whether help leaves the options out, and names the command that shows them. */
  boolean hidden() default false;
}
