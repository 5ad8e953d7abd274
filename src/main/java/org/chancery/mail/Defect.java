package org.chancery.mail;

/// The sentences in which [Part#defects] reports what is wrong with a part. The bytes stay as they are.
final class Defect {
    static final String MBOX_LINE = "an mbox line stands before the header";
    static final String NO_SEPARATOR = "no blank line between header and body";
    static final String ENDS_IN_HEADER = "ends inside the header";
    static final String SEVERAL_CONTENT_TYPES = "more than one Content-Type";
    static final String UNREADABLE_CONTENT_TYPE = "unreadable Content-Type";
    static final String UNKNOWN_ENCODING = "unknown Content-Transfer-Encoding";
    static final String ENCODED_COMPOSITE = "a multipart or message with a Content-Transfer-Encoding";
    static final String NO_BOUNDARY_PARAMETER = "multipart without boundary parameter";
    static final String NO_PARTS = "multipart without parts";
    static final String NO_CLOSING_BOUNDARY = "no closing boundary";
    static final String UNKNOWN_CHARSET = "unknown charset";
    static final String BARE_LF = "lines end with a bare LF";
    static final String BARE_CR = "a bare CR";

    private Defect() {}
}
