"""Random lists: of names and identifiers in several spellings, with days or without."""

from datetime import timedelta

PEOPLE = [
    ["Li Lei", "LI, LEI", "Ｌｉ　Ｌｅｉ", "li-lei", "Li\u200b Lei"],
    ["李雷", "李 雷", "李·雷", "李　雷"],
    ["Łukasz Öztürk", "łukasz o\u0308ztu\u0308rk", "ŁUKASZ ÖZTÜRK"],
    ["Straße & Söhne", "STRASSE SÖHNE", "strasse söhne."],
    ["O'Neil; Sons", "o’neil sons", "O NEIL (SONS)"],
    ["x", "X", "ｘ"],
    ["Στέφανος", "ΣΤΈΦΑΝΟΣ"],
    ["k-1", "K1", "k.1"],
    ["010", "0-10"],
    ["A", "a."],
]
SPELLINGS = [name for names in PEOPLE for name in names]


def packed(draft, values):
    """Several values in one cell; one with a separator in it stands in quotes."""
    def one(value):
        if ";" in value or '"' in value or draft.chance(0.1):
            return '"' + value.replace('"', '""') + '"'
        return value

    return draft.pick([";", "; "[:1]]).join(one(value) for value in values)


def some(draft, least=0):
    return [draft.pick(SPELLINGS) for _ in range(draft.pick([least, 1, 1, 2]))]


def births(draft):
    days = [draft.pick(draft.birthdays).isoformat() for _ in range(draft.pick([0, 1, 2]))]
    return [day[: draft.pick([10, 10, 10, 4, 7])] for day in days]


def row(draft, place, dated):
    found = [f"E{place}", packed(draft, some(draft, 1)), packed(draft, some(draft)),
             packed(draft, births(draft)), packed(draft, some(draft))]
    if dated:
        ends = sorted({draft.as_of + timedelta(draft.pick([-300, -1, 0, 1, 40]))
                       for _ in "ab"})
        ends = [*ends, ""] if len(ends) == 1 else ends
        found += [draft.pick([str(ends[0]), "", f"{ends[0]}T10:00:00"]), str(ends[1])]
    return found


def written(cells, delimiter):
    return delimiter.join('"' + cell.replace('"', '""') + '"'
                          if set(cell) & {delimiter, '"'} else cell for cell in cells)


def draw_one(draft, name):
    dated, delimiter = draft.chance(0.4), draft.pick([",", "|"])
    usual = draft.chance(0.5)
    header = (["id", "name", "aliases", "birth_date", "identifiers"] if usual
              else ["nr", "who", "also", "born", "papers"])
    entry = {"file": f"{name}.csv"}
    if not usual:
        entry.update({"entry": "nr", "names": ["who", "also"], "birth_dates": "born",
                      "identifiers": ["papers"]})
    if delimiter != ",":
        entry["delimiter"] = delimiter
    if dated:
        header += ["valid_from", "valid_to"]
        entry["complete_from"] = (draft.as_of - timedelta(9)).isoformat()
    lines = [header] + [row(draft, i, dated) for i in range(draft.pick([1, 3, 8]))]
    draft.files[entry["file"]] = "".join(written(l, delimiter) + "\n" for l in lines)
    return entry


def draw(draft):
    """Lists of the draft, of which conditions may ask."""
    draft.birthdays = [draft.day() for _ in range(3)]
    return {f"list_{i}": draw_one(draft, f"list_{i}") for i in range(draft.pick([1, 2]))}


def question(draft, name):
    """A question for an input in one of the lists."""
    draft.named.add(name)
    listed = draft.pick(draft.lists)
    if draft.chance(0.4):
        return {"identifier_in": listed}
    born = [n for n in draft.of_type("date") if n not in draft.open]
    if born and draft.inputs[name]["type"] != "codes" and draft.chance(0.6):
        draft.try_on(born[0], *draft.birthdays)
        return {"name_in": listed, "birth_date": born[0]}
    return {"name_in": listed}


def has_name_alone(node):
    """Whether a condition asks for a name without a day of birth."""
    if isinstance(node, list):
        return any(map(has_name_alone, node))
    if not isinstance(node, dict):
        return False
    return ("name_in" in node and "birth_date" not in node
            or any(map(has_name_alone, node.values())))
