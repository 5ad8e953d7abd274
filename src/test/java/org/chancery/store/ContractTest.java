package org.chancery.store;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds on each engine.
@ParameterizedClass(name = "{0}")
@EnumSource(Engines.class)
abstract class ContractTest extends StoreTest {}
