"""JSON documents and JSON lines.

Entry points: `document.document`, `lines.write`.
"""
