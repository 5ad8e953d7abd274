package org.chancery.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;

/// Volume and issue of a digest, both from 1; volume 0 before the first. `period` names the time for which the volume holds, such as
/// `2026-11`; a digest of another period begins the next volume.
public record Numbers(int volume, int issue, String period) {
    public static final Numbers NONE = new Numbers(0, 0, "");

    /// The numbers of the digest that follows, sent at `now` on a list whose volumes last as the setting `digest_volume` says.
    Numbers next(String volumes, Instant now) {
        String current = period(volumes, now);
        return volume > 0 && current.equals(period) ? new Numbers(volume, issue + 1, period) : new Numbers(volume + 1, 1, current);
    }

    /// As if the first digest of a new volume were still to come.
    Numbers newVolume(String volumes, Instant now) {
        return new Numbers(volume + 1, 0, period(volumes, now));
    }

    /// In UTC, like everything that servers in several places must agree on.
    private static String period(String volumes, Instant now) {
        LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return switch (volumes) {
            case "yearly" -> Integer.toString(day.getYear());
            case "quarterly" -> day.getYear() + "-Q" + day.get(IsoFields.QUARTER_OF_YEAR);
            case "weekly" -> day.get(IsoFields.WEEK_BASED_YEAR) + "-W" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "daily" -> day.toString();
            default -> String.format(Locale.ROOT, "%d-%02d", day.getYear(), day.getMonthValue());
        };
    }
}
