"""The table definitions that CSV, spreadsheets and databases share.

Entry points: `definition.TABLES`, `rows.rows` (annotation to rows), `rebuild.annotations_from` (rows to annotations).
"""
