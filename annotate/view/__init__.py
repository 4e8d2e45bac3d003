"""View: draw an annotation as a page, on a terminal, or in a notebook.

Entry points: `web.page` (one annotation as HTML), `site.write` (pages with an index), `console.drawing` (a terminal),
`plain.plain` (a pipe), `notebook.frame`.

`marks` lists what is marked, `blocks` lays out the text, `tree` resolves overlaps, once; `panels` holds what stands
beside the text. `web` makes a page of them with `templates/` and the style sheets and scripts of `assets/`. `opened`
turns what the user names into annotations.

>>> from annotate import annotate
>>> from annotate.view.plain import plain
>>> next(plain(annotate("The bridge is open, Ines Caldwell said."), fields={"quotations"}))
'[q1 The bridge is open], [q1:source Ines Caldwell] [q1:cue said].'
"""
