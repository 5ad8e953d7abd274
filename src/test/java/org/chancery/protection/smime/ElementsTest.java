package org.chancery.protection.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.chancery.protection.ProtectionLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementsTest {
    private static boolean isWithin(String hex) {
        return Elements.areWithinLimits(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0500", // null
        "3000", // an empty sequence
        "30030201ff", // a number in a sequence
        "3080020101" + "0000", // of indefinite length
        "308031800000" + "0000", // one in the other
        "30053103020101", // definite ones that end together
        "308400000003020101", // a length with zeros in front
        "bf8f0103020101", // a tag of more octets
        "0500ffff", // and something behind it
    })
    void structures_are_read_to_their_end(String hex) {
        assertThat(isWithin(hex)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "30", "3f", "bf8f", "3081", // cut
        "0000", // the end of nothing
        "3080020101", // no end
        "30050201ff", // more than is there
        "30030202ffff", // beyond the end of what it is in
        "0480", // indefinite and not constructed
        "3003000002", // an end where none is expected
        "3088ffffffffffffffff", // a length beyond all
    })
    void what_does_not_end_or_goes_beyond_is_refused(String hex) {
        assertThat(isWithin(hex)).isFalse();
    }

    private static byte[] repeated(String before, String one, int times, String after) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(HexFormat.of().parseHex(before));
        for (int i = 0; i < times; i++) {
            all.writeBytes(HexFormat.of().parseHex(one));
        }
        all.writeBytes(HexFormat.of().parseHex(after));
        return all.toByteArray();
    }

    @Test
    void there_is_an_end_to_how_many_and_how_deep() {
        assertThat(Elements.areWithinLimits(repeated("3080", "0500", ProtectionLimits.ELEMENTS - 2, "0000"))).isTrue();
        assertThat(Elements.areWithinLimits(repeated("3080", "0500", ProtectionLimits.ELEMENTS - 1, "0000"))).isFalse();
        assertThat(Elements.areWithinLimits(repeated("", "3080", ProtectionLimits.ELEMENTS_DEEP, "0000".repeat(ProtectionLimits.ELEMENTS_DEEP)))).isTrue();
        assertThat(Elements.areWithinLimits(repeated("", "3080", ProtectionLimits.ELEMENTS_DEEP + 1, "0000".repeat(ProtectionLimits.ELEMENTS_DEEP + 1)))).isFalse();
    }
}
