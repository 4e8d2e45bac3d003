"""The analysis: pure functions from the text of an article to findings. They open no files and print nothing.

The packages, each of which imports only those before it, with their entry points:

==================  ==========================================================================================
`findings`          the values that the steps hand to each other
`words`             `lexicon` and `files.table`: what the data files of words and patterns hold
`text`              `legible.legible`: the text as a reader sees it, cut into paragraphs and sentences
`model`             `encoder.read`: what the network says about every wordpiece
`decisions`         `scorer.scorer`: learned decisions among candidates
`names`             `find.find_names`: proper names and their kinds
`quotations`        `find.find_attributions`: cue, content and source
`lists`             `find.find_lists`: proposals and pillars
`cast`              `gather.gather`: coreference; who each source is
`events`            `find.find_events`: the main event and related ones
`participants`      `choose.choose`: which entities take part
==================  ==========================================================================================

`annotate.pipeline` calls them in this order.
"""
