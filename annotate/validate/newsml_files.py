"""NewsML-G2: by the rules of its profile, by an XML Schema if given, and by meaning where it can be read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotate.export.newsml.check import NewsmlFile, check_newsml, check_xsd, read_newsml
from annotate.export.newsml.load import annotation_of_item, is_full
from annotate.export.newsml.xml_places import Places
from annotate.problems import Problem, ReadError
from annotate.validate.checked import Checked
from annotate.validate.loaded import problems_of


def check_newsml_file(name: str, data: bytes, xsd: Path | None) -> Checked:
    """Check a file given as bytes. It is checked by meaning only if the rules of the profile find nothing."""
    try:
        file = read_newsml(data, name)
    except ReadError as error:
        return Checked(name, 0, (error.problem,))
    problems = check_newsml(file)
    if xsd:
        problems += check_xsd(data, xsd, name)
    if not problems:
        problems = list(_meaning(file))
    return Checked(name, len(file.items), tuple(problems))


def _meaning(file: NewsmlFile) -> Iterator[Problem]:
    """Yield what is wrong with the annotations of items of full detail; their place is that of the item."""
    places: Places | None = None
    for item in file.items:
        if not is_full(item):
            continue
        try:
            found = list(problems_of(annotation_of_item(item, Path(file.name)), file.name))
        except ReadError as error:
            found = [error.problem]
        for problem in found:
            places = places or Places(file.data, file.root)
            line, column = places.of(item)
            yield Problem(
                problem.rule,
                problem.message,
                file.name,
                line,
                column,
                problem.path,
                problem.severity,
                problem.article or item.get("guid") or "",
            )
