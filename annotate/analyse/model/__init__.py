"""What the network says about a text."""
