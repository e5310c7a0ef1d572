"""What the stages hand each other: frozen, typed, without logic."""
