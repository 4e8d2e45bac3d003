"""Write files atomically, and name them.

Entry points: `atomic.replacing` and `atomic.replacing_folder`, `naming.FileNames` and `naming.guid`.
"""
