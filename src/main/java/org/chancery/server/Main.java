package org.chancery.server;

/// The entry point of every `chancery` command.
final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(64);
    }
}
