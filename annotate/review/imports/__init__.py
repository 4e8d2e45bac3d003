"""Corrections made in other programs, back as annotations.

A reader (`brat`, `label_studio`) makes a `Marked` of each article: its regions, and the relations between them. `build`
makes an annotation of it, and takes what the format cannot hold from the annotation that it came from.
"""
