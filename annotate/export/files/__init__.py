"""Writing files whole, and naming them."""
