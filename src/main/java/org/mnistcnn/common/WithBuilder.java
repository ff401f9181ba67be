package org.mnistcnn.common;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.lang.model.element.Modifier;

/**
 * A record {@code X} for which the build writes {@code XBuilder}, with a setter per component, and
 * {@code XBuilder.With}: a record that implements it has {@code with()}, a builder that starts from
 * its values, and a method per component, such as {@code withName}, that gives a copy with one
 * other value.
 *
 * <p>Defaults stand in one place, a constructor of the record, from which its own {@code builder}
 * starts, or its {@code DEFAULT}. {@code XBuilder.empty()} knows only that optional components are
 * empty, numbers 0 and switches off: its {@code build()} refuses any other that was not set.
 */
@RecordBuilder.Template(
    options =
        @RecordBuilder.Options(
            builderMethodName = "empty",
            copyMethodName = "copyOf",
            addConcreteSettersForOptional = true,
            defaultNotNull = true,
            enableGetters = false,
            addStaticBuilder = false,
            builderClassModifiers = Modifier.FINAL,
            fileComment = "",
            fileIndent = "  "))
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface WithBuilder {}
