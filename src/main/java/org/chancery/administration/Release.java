package org.chancery.administration;

/// Which server this is. The version is that of the build (`pom.xml`).
///
/// Example: `Release.NAME` is what `chancery --version` prints.
public final class Release {
    public static final String NAME = "chancery 0.1.0";

    private Release() {}
}
