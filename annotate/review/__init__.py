"""Correcting annotations: changes, their store, and a local web app that makes them."""
