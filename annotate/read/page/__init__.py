"""Web pages: the main text without navigation, boxes and advertising.

Entry point: `html.read`.
"""
