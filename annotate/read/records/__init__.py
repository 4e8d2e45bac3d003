"""Make articles from records: JSON objects and rows of tables.

Entry points: `record.draft_of`, `rows.drafts`, `json_shapes.records`.
"""
