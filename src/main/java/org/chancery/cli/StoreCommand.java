package org.chancery.cli;

import java.util.concurrent.Callable;

/// A command of one word that works on the store, wherever it runs. Commands of two words are methods of their group.
interface StoreCommand extends Callable<Integer> {}
