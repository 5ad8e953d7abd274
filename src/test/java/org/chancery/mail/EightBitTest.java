package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EightBitTest {
    private static final byte[] LAST_OF_SEVEN = {0, 'a', 127};
    private static final byte[] IN_THE_MIDDLE = {'a', (byte) 128, 'b'};

    @Test
    void eight_bits_begin_at_128() {
        assertThat(EightBit.isIn(new byte[0])).isFalse();
        assertThat(EightBit.isIn(LAST_OF_SEVEN)).isFalse();
        assertThat(EightBit.isIn(IN_THE_MIDDLE)).isTrue();
        assertThat(EightBit.isIn(new byte[] {'a', (byte) 255})).isTrue();
    }

    @Test
    void only_what_is_asked_for_counts() {
        assertThat(EightBit.isIn(IN_THE_MIDDLE, 0, 1)).isFalse();
        assertThat(EightBit.isIn(IN_THE_MIDDLE, 0, 2)).isTrue();
        assertThat(EightBit.isIn(IN_THE_MIDDLE, 1, 3)).isTrue();
        assertThat(EightBit.isIn(IN_THE_MIDDLE, 2, 3)).isFalse();
    }
}
