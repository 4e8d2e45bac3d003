"""CSV: a folder of tables with metadata, or one flat table.

Entry points: `folder.write_folder`, `flat.write`, `load.read`, `check.check_tables`.
"""
