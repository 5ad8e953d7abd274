package org.chancery.list;

import java.util.ArrayList;
import java.util.List;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;

/// A setting that names addresses, one a line. One that cannot be read refuses all.
public final class AddressLines {
    private AddressLines() {}

    public static Parsed<List<Address>> parse(String text) {
        List<Address> all = new ArrayList<>();
        for (SettingLines.Line line : SettingLines.of(text)) {
            switch (Address.parse(line.text())) {
                case Parsed.Malformed<Address>(int _, String why) -> {
                    return Parsed.malformed(line.number(), "line " + line.number() + ": " + why);
                }
                case Parsed.Value<Address>(Address address) -> all.add(address);
            }
        }
        return Parsed.of(List.copyOf(all));
    }
}
