"""Articles that are an event as a whole, or none: statements, opinions, digests."""

from __future__ import annotations

from annotate.analyse.events.lead import Story, rule, unique
from annotate.analyse.findings import EventFinding, Range

#: A writer who says "I" as often as this outside what others say writes a column, whatever it reports.
_WRITER = 5
#: Questions and answers are looked for in so many characters.
_DIALOGUE = 8000


def whole_article(story: Story) -> EventFinding | None:
    """Return the event of an article that is itself a statement, an opinion or a digest; None for a report."""
    first = story.sentences[0]
    if match := rule("statement_start").match(story.text, *first.range):
        if match.group().startswith("We, ") and any(
            e.type == "summit" and e.name and not e.aside for e in story.evidence
        ):
            # "We, the Heads of State, met in Lima for the third Summit": the communique of a summit tells of it.
            return None
        joint = match["we"] is not None or match.group().casefold().startswith("joint")
        return _statement(story, joint=joint, end=match.end())
    if rule("statement_headline").match(story.text, *first.range) and any(
        rule("we_state").match(story.text, *s.range) for s in story.prose(1)
    ):
        return _statement(story, joint=True, end=first.range.start)
    if rule("digest").search(story.text, first.range.start, first.range.start + 400) or _is_digest(story):
        return _other("digest")
    return _other("opinion") if _is_opinion(story) else None


def _other(what: str) -> EventFinding:
    return EventFinding(None, "other", None, None, None, None, None, (), 0.6, f"event: {what}")


def _statement(story: Story, *, joint: bool, end: int) -> EventFinding:
    """Return a statement of the day of publication; of a joint one ("We, the leaders of ...") nobody is the host."""
    published = story.layout.published.isoformat() if story.layout.published else None
    first = story.sentences[0]
    if joint:
        named = next((s for s in story.sentences[:4] if story.text.startswith("We, ", s.range.start)), first)
        verb = story.find("statement_verb", named)
        found = story.references(named.range.start, verb.start() if verb else named.range.end)
        taking_part, host = unique(k for _, k in found), None
    else:
        # "Statement by President Gray on the Senate's vote"
        subject = story.text.find(" on ", end, first.range.end)
        host = story.first_key(end, subject if subject > 0 else first.range.end)
        taking_part = () if host is None else (host,)
    return EventFinding(
        None, "statement", published, None, None, None, host, taking_part, 0.8, "event: whole statement"
    )


def is_dialogue(story: Story) -> bool:
    """Say whether the article is printed as questions ("Q: ...") and answers ("A: ...")."""
    end = min(len(story.text), _DIALOGUE)
    asked, answered = (sum(1 for _ in rule(k).finditer(story.text, 0, end)) for k in ("question_line", "answer_line"))
    return asked >= 2 and answered >= 2


def _is_digest(story: Story) -> bool:
    """Say whether most lines of the article are "Label: story"."""
    lines = [p.of(story.text) for p in story.layout.paragraphs[:40]]
    labelled = sum(bool(rule("labelled").match(line)) for line in lines)
    return len(lines) >= 3 and labelled >= max(3, 0.6 * len(lines))


def _is_opinion(story: Story) -> bool:
    """Say whether the writer speaks in the first person, or tells what ought to be done, and reports nothing."""
    prose = story.prose(99)
    own = "".join(story.unquoted(s) for s in prose)
    said = [a.content[0].start for a in story.attributions if a.content]
    reported = sum(any(s.range.start <= at < s.range.end for at in said) for s in prose)
    headline = " ".join(s.range.of(story.text) for s in story.sentences if s.nth < 0)
    if rule("opinion_label").search(headline):
        return True
    if rule("opinion_headline").search(headline):
        return reported <= 0.5 * len(prose)
    if reported > 0.34 * len(prose) or any(
        d.rule in ("weekday", "day_word") for s in prose[:3] for d in story.dates(s)
    ):
        return False
    mine = first_person(story)
    urging = len(rule("urging").findall(own))
    if urging < 2 and rule("second_person").search(own):
        return False
    return mine >= 4 or (mine >= 2 and urging >= 1) or (urging >= 2 and mine + urging >= 3)


def first_person(story: Story) -> int:
    """Return how often the writer says "I" in the first sentences, quotations and reported speech left out."""
    said = [r for a in story.attributions for r in a.content]
    found = 0
    for sentence in story.prose(99):
        for match in rule("first_person").finditer(story.text, *sentence.range):
            where = Range(*match.span())
            found += not story.is_quoted(where, sentence) and not any(r.contains(where) for r in said)
    return found
