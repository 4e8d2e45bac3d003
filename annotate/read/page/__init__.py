"""Web pages: the main text without the furniture.

Entry point: `html.read`.
"""
