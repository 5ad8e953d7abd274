package org.chancery.cli;

/// One word of a line of which only the command knows whether it is a name or a FILE: `key import LIST [ADDRESS] FILE`. The last of
/// them is the file.
record NamedFile(String word, InputFile file) {}
