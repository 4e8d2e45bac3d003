"""Read corrections made in other programs back into annotations.

A reader (`brat`, `label_studio`) turns each article into a `Marked`: its regions and the relations between them.
`build` turns that into an annotation; what the format cannot hold comes from the original annotation.
"""
