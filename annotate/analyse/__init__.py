"""The analysis: pure functions from the text of an article to findings. They open no files and print nothing.

The packages, each of which imports only those before it, with their entry points:

==================  ==========================================================================================
`findings`          the values that the steps hand to each other; their ranges are of the legible text
`words`             `lexicon` and `files.table`: what the data files of words and patterns hold
`text`              `legible`: the text as a reader sees it, cut into paragraphs and sentences; its `Outline`
`weights`           `shipped_digests`: which weights the answers depend on
`model`             `article.read_article`: what the network says about every wordpiece of an article
`page`              `read_page`: layout, outline and the model's reading, made once and handed to every step
`decisions`         `scorer`: learned decisions among candidates
`names`             `names_of`: proper names and their kinds
`quotations`        `find_attributions`: cue, content and source
`lists`             `find_lists`: proposals and pillars
`cast`              `find_cast`: coreference; who each source is
`events`            `find_events`: the main event and related ones
`participants`      `find_participants`: which entities take part
`steps`             `Steps`: what all of them found
==================  ==========================================================================================

`annotate.pipeline` calls them in this order; `annotate.fold` makes one annotation of what they found.
"""
