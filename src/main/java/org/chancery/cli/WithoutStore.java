package org.chancery.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A command that runs in the process of who typed it and needs no open store.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface WithoutStore {}
