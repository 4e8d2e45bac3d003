"""One component that draws an annotation: as a page, on a terminal, in a notebook.

`marks` says what is marked, `blocks` how the text is set, `tree` resolves overlaps once; `panels` holds what stands
beside the text. From these `web` makes a page with the templates of `templates/`, and the style sheet and scripts of
`assets/`; `site` a folder of pages with an index; `console` and `plain` the forms for terminals and pipes; `notebook`
what an `Annotation` shows in a notebook. `opened` turns what the user names into annotations.
"""
