package org.chancery.administration;

import java.util.Locale;

/// The words of enumerations as people and JSON read them: `REFUSED_UNTOLD` is `refused untold`.
public final class Words {
    private Words() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
