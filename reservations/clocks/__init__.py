"""Legal clocks: how periods are counted, which rule applies, when something is due."""
