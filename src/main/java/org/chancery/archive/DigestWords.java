package org.chancery.archive;

/// The words around the posts of one issue, placeholders filled in: `title` ("talk Digest, Vol 3, Issue 7") becomes the subject, `masthead`
/// stands before the contents, `afterContents` behind them, `footer` at the end. Lines end with LF.
public record DigestWords(String title, String masthead, String afterContents, String footer) {}
