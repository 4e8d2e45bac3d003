"""View: draw an annotation as a web page, on a terminal, or in a notebook.

Entry points: `web.page` (one annotation as HTML), `site.write` (pages with an index), `console.drawing` (a terminal),
`plain.plain` (a pipe), `notebook.frame`.

`marks` lists the spans to mark, `blocks` splits the text into blocks, `tree` resolves overlaps, and `panels` holds the
findings shown beside the text. `web` builds a page from these with `templates/` and the style sheets and scripts of
`assets/`. `opened` turns the names that a user gives into annotations.

>>> from annotate import annotate
>>> from annotate.view.plain import plain
>>> next(plain(annotate("The bridge is open, Ines Caldwell said."), fields={"quotations"}))
'[q1 The bridge is open], [q1:source Ines Caldwell] [q1:cue said].'
"""
