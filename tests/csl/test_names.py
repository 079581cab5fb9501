"""Names of people and of groups are read as they were meant, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.csl import (
    Csl,
    is_doubtful,
    is_et_al,
    is_group,
    normal_name,
    read_inverted,
    read_names,
    read_person,
    spell_name,
)

PARTS = ("non-dropping-particle", "family", "given", "suffix", "literal")


def shown(name: Csl) -> str:
    return "/".join(str(name[part]) for part in PARTS if part in name)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ivanov II", ["Ivanov/I. I."]),
        ("Ivanov II Jr", ["Ivanov/I. I./Jr"]),
        ("Smith AB III", ["Smith/A. B./III"]),
        ("van der Berg J-P 2nd, King ML Jr.", ["van der/Berg/J.-P./2nd", "King/M. L./Jr."]),
        ("King ML Jr., Lang Y.", ["King/M. L./Jr.", "Lang/Y."]),
        ("Silva ABCD, Silva ABCDE", ["Silva/A. B. C. D.", "Silva/A. B. C. D. E."]),
        ("O'Brien-Łuksza Ž", ["O'Brien-Łuksza/Ž."]),
        ("de la Cruz MA, Berg A van der, De Silva A", ["de la/Cruz/M. A.", "van der/Berg/A.", "De Silva/A."]),
    ],
)
def test_names_are_read_as_pubmed_writes_them(written: str, names: list[str]) -> None:
    assert [shown(name) for name in read_names(written)] == names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        *((two, ["Lee/A.", "Smith/B. C."]) for two in ("Lee A and Smith BC", "Lee A & Smith BC", "Lee A; Smith BC")),
        *(
            (two, ["Lee/A.", "Smith/B. C."])
            for two in ("Lee A, and Smith BC.", "Lee, A., & Smith, B. C.", "A. Lee, B. C. Smith")
        ),
        *(
            (two, ["Lee/A.", "Smith/B. C."])
            for two in ("Lee A., Smith B. C.", "Lee, A, Smith, BC", "Lee, A. and Smith, B. C.")
        ),
        ("Lee A und Smith BC", ["Lee/A.", "Smith/B. C."]),
        ("Lee, Anna; King, Martin L., Jr.", ["Lee/Anna", "King/Martin L./Jr."]),
        ("King, Martin L., Jr.", ["King/Martin L./Jr."]),
        ("King ML, Jr, Lee A", ["King/M. L./Jr", "Lee/A."]),
        ("Lee, Anna and King, Martin", ["Lee/Anna", "King/Martin"]),
        *(
            (others, ["Lee/A.", "others"])
            for others in ("Lee A, et al.", "Lee A et al", "Lee A and others", "Lee, A., et al.")
        ),
        ("Ramón y Cajal S, Lee A", ["Ramón y Cajal/S.", "Lee/A."]),
        ("Lee A y Smith BC", ["Lee/A.", "Smith/B. C."]),
        ("WHO and Lee A", ["WHO", "Lee/A."]),
        ("Stroke Association UK", ["Stroke Association UK"]),
        ("Lee A, World Health Organization", ["Lee/A.", "World Health Organization"]),
        ("World Health Organization and Lee A", ["World Health Organization", "Lee/A."]),
        ("Centers for Disease Control and Prevention", ["Centers for Disease Control and Prevention"]),
        ("Department of Health, Education, and Welfare", ["Department of Health, Education, and Welfare"]),
        ("王伟, 李娜", ["王伟", "李娜"]),
        ("王伟、李娜", ["王伟", "李娜"]),
        ("Lee A und andere", ["Lee/A.", "others"]),
        ("Cui FY, Lang, Lee A", ["Cui/F. Y.", "Lang", "Lee/A."]),
    ],
)
def test_names_are_read_as_people_copy_them(written: str, names: list[str]) -> None:
    read = read_names(written)
    assert [shown(name) for name in read] == names
    assert not any(map(is_doubtful, read))


@pytest.mark.parametrize(
    "written",
    [
        "Yi Lang", "(ed.)", "Lang1",
        "Lang Yi", "Lang, Yi", "Lang y", "Smith A1", "Smith Jr", "WHO, NICE", "John Lee and Mary Smith",
        "Health and Safety Executive", "World Health Organization and Stroke Association",
    ],
)  # fmt: skip
def test_what_may_be_people_or_a_group_is_kept_whole_and_doubtful(written: str) -> None:
    assert read_names(written) == [{"literal": written}]
    assert is_doubtful({"literal": written})


@pytest.mark.parametrize("written", ["", " ", ",", "et al.", "and others"])
def test_a_list_of_names_names_somebody(written: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        read_names(written)


@pytest.mark.parametrize("name", ["Lang", "Lang Yi", "Lang y", "Silva ABCDEF", "Smith Jr", "III", "Smith A1", ""])
def test_a_person_has_a_family_name_and_initials(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name}$"):
        read_person(name)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"family": "Cui", "given": "FY", "suffix": ""}, "Cui/F. Y."),
        ({"family": "Inwagen", "given": "Peter van"}, "van/Inwagen/Peter"),
        ({"family": "King", "given": "Martin L.", "suffix": "Jr.", "comma-suffix": "true"}, "King/Martin L./Jr."),
        ({"family": "Gogh", "given": "V", "non-dropping-particle": "van"}, "van/Gogh/V."),
        ({"given": "Plato"}, "Plato"),
        ({"name": "NICE", "sequence": "additional", "affiliation": []}, "NICE"),
        ({"family": "Cui", "given": "F", "ORCID": "https://orcid.org/0", "affiliation": [{"name": "A"}]}, "Cui/F."),
        ({"family": "", "literal": "NICE"}, "NICE"),
    ],
)
def test_a_name_with_its_parts_is_read(parts: Csl, name: str) -> None:
    assert shown(normal_name(parts) or {}) == name


def test_a_name_without_words_is_none() -> None:
    assert normal_name({"family": "", "given": None, "comma-suffix": True}) is None


@pytest.mark.parametrize(
    "parts",
    [{"family": "A", "literal": "B"}, {"suffix": "Jr"}, {"family": "A", "first": "B"}, {"family": {"a": "b"}}],
)
def test_a_name_with_other_parts_is_refused(parts: Csl) -> None:
    with pytest.raises(ValueError, match=r"it has|a name has"):
        normal_name(parts)


@pytest.mark.parametrize(
    ("given", "spelt"),
    [
        ("F", "F."),
        ("FY", "F. Y."),
        ("FYA", "F. Y. A."),
        ("J-P", "J.-P."),
        ("Jean PQ", "Jean P. Q."),
        *((same, same) for same in ("ANNA", "KE SHAN", "Yi", "J.P.", "")),
    ],
)
def test_bare_initials_are_spelt_and_names_are_not(given: str, spelt: str) -> None:
    assert spell_name({"family": "Cui", "given": given}) == {"family": "Cui", "given": spelt}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Cui, Fang Yuan", "Cui/Fang Yuan"),
        (" Cui,FY ", "Cui/F. Y."),
        ("Cui FY", "Cui/F. Y."),
        ("Cui,", "Cui"),
        ("Ivanov, II", "Ivanov/I. I."),
        *((king, "King/Martin L./Jr.") for king in ("King, Martin L., Jr.", "King, Jr., Martin L.")),
        ("King, Martin L. Jr.", "King/Martin L./Jr."),
        ("King Jr., Martin L.", "King/Martin L./Jr."),
        ("King ML, Jr", "King/M. L./Jr"),
        ("Smith, III, John", "Smith/John/III"),
        *((berg, "van der/Berg/A.") for berg in ("van der Berg, A", "Berg, A van der", "Berg A van der")),
        ("Inwagen, Peter van", "van/Inwagen/Peter"),
        ("De Silva, A", "De Silva/A."),
        ("García Márquez, Gabriel", "García Márquez/Gabriel"),
        ("Service, Robert", "Service/Robert"),
        ("de la Trust, Ana", "de la/Trust/Ana"),
        ("Plato", "Plato"),
        ("Médecins  Sans Frontières", "Médecins Sans Frontières"),
        ("Smith, J, Jones, K", "Smith, J, Jones, K"),
    ],
)  # fmt: skip
def test_a_name_of_a_file_is_that_of_a_person_or_kept_whole(written: str, name: str) -> None:
    assert shown(read_inverted(written)) == name


@pytest.mark.parametrize(
    "name",
    [
        "World Health Organization", "Stroke Association", "Stroke Association UK", "Stroke Association, UK",
        "Ministry of Health NZ", "Department of Health, Education, and Welfare", "Leeds, University of",
        "US Preventive Services Task Force", "GRADE Working Group", "SPRINT Investigators", "Mayo Clinic",
        "Organización Mundial de la Salud", "Sociedad Española de Neurología", "Haute Autorité de Santé",
        "Société française de cardiologie", "Bundesministerium für Gesundheit", "Deutsche Schlaganfall-Gesellschaft",
        "Universität Leipzig", "Robert-Koch-Institut",
    ],
)  # fmt: skip
def test_a_group_is_known_by_one_of_its_words_and_keeps_its_name(name: str) -> None:
    assert is_group(name)
    assert read_inverted(name) == {"literal": name}
    assert not is_doubtful({"literal": name})


@pytest.mark.parametrize(
    "name", ["Service FJ", "Trust A", "Council, Jane", "Lang Y", "de la Trust A", "Lang, Yi", "Plato"]
)
def test_a_person_is_no_group(name: str) -> None:
    assert not is_group(name)


@pytest.mark.parametrize("written", ["Yi Lang", "Médecins Sans Frontières", "Smith, J, MD"])
def test_words_that_may_be_a_person_are_doubtful(written: str) -> None:
    assert is_doubtful(read_inverted(written))


@pytest.mark.parametrize("written", ["Lang, Yi", "Lang Y", "NICE", "Plato", "Mayo Clinic"])
def test_a_person_with_parts_a_single_word_and_a_group_are_not(written: str) -> None:
    assert not is_doubtful(read_inverted(written))


@pytest.mark.parametrize("written", ["et al.", "et al", "Et  al.", "and others", "others", "& others", "et autres"])
def test_et_al_is_no_name(written: str) -> None:
    assert is_et_al(written)
    with pytest.raises(ValueError, match=r"."):
        read_inverted(written)


@pytest.mark.parametrize("name", ["Al A", "Others A", "Etal", ""])
def test_a_name_is_not_et_al(name: str) -> None:
    assert not is_et_al(name)


LETTERS = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)


@given(words=st.lists(LETTERS | st.just("van") | st.just("Jr."), min_size=1, max_size=6), comma=st.integers(0, 6))
def test_no_letter_of_a_name_is_lost(words: list[str], comma: int) -> None:
    parts = [" ".join(words[:comma]), " ".join(words[comma:])]
    try:
        name = read_inverted(", ".join(part for part in parts if part))
    except ValueError:
        return
    assert sorted(c for c in shown(name) if c.isalpha()) == sorted(c for word in words for c in word if c.isalpha())


@given(
    names=st.lists(st.sampled_from(["Lee A", "Smith BC", "van der Berg J", "World Health Organization"]), min_size=1)
)
def test_people_and_groups_between_commas_are_all_read(names: list[str]) -> None:
    assert len(read_names(", ".join(names))) == len(names)


@given(st.text("ABab,;.& -", max_size=24))
def test_no_letter_of_a_list_is_lost(text: str) -> None:
    try:
        names = read_names(text)
    except ValueError:
        return
    assert sorted(c for name in names for c in shown(name) if c.isalpha()) == sorted(c for c in text if c.isalpha())
