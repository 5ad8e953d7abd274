package org.chancery.notice;

/// The words of one mail: a subject of one line and a body with LF between its lines.
public record Text(String subject, String body) {}
