"""From the corpus to the model file. Needs requirements of its own; the package never imports it."""
