"""Random inputs of every type with every option."""

FORMS = ["YYYY-MM-DD", "YYYY/M/D", "DD.MM.YYYY", "YYYYMMDD", "YYYY年M月D日", "M/D/YYYY"]


def options(draft, kind):
    entry = {"type": kind}
    if draft.chance(0.93):
        entry["missing"] = draft.policy()
    if draft.chance(0.2):
        words = [["", "-"], ["none", "无"], ["NULL"]]
        if kind in ("number", "date"):
            words += [["99", "-1"], ["0", "1900-01-01"], ["9999-12-31", "99991231"]]
        entry["missing_values"] = draft.pick(words)
    if draft.chance(0.1):
        entry["confidential"] = "true"
    if draft.chance(0.15):
        entry["title"] = {"en": "A title", "zh": "标题"}
    return entry


def code(draft, entry):
    if draft.chance(0.93):
        entry["unknown"] = draft.policy()
    if draft.chance(0.4):
        entry["case"] = draft.pick(["ignore", "ignore", "exact"])
    if draft.chance(0.25):
        entry["before"] = draft.pick(["-", "/", ":1", "中"])


def several(draft, entry):
    code(draft, entry)
    if draft.chance(0.4):
        entry["separator"] = draft.pick(["|", "、", " + ", ";"])


def number(draft, entry):
    if draft.chance(0.7):
        entry["places"] = draft.pick("012344456")


def flag(draft, entry):
    if draft.chance(0.3):
        entry.update({"yes": ["Da", "是"], "no": ["Njet", "否"]})


def date(draft, entry):
    if draft.chance(0.5):
        entry["format"] = draft.pick(FORMS)


KINDS = {"code": code, "codes": several, "number": number, "flag": flag, "date": date,
         "text": lambda draft, entry: None}


def open_some(draft):
    """Inputs whose missing values may be anything; few, for every one is tried."""
    kinds = draft.pick([("code", "flag", "text"), ("number", "code"), ("date", "flag")])
    names = [name for name in draft.of_type(*kinds) if name != "customer"]
    for name in draft.rng.sample(names, min(2, len(names))):
        if draft.inputs[name]["type"] != "date" or not draft.open:
            draft.inputs[name]["missing"] = "interval"
            draft.open.append(name)


def draw(draft):
    if draft.chance(0.8):
        draft.inputs["customer"] = {"type": draft.pick(["text", "code"]), "key": "true"}
    counts = {"code": 4, "codes": 2, "number": 3, "date": 2, "flag": 2, "text": 2}
    for kind, most in counts.items():
        for place in range(draft.rng.randint(1, most)):
            name = f"{kind}_{place}"
            draft.inputs[name] = options(draft, kind)
            KINDS[kind](draft, draft.inputs[name])
            if draft.chance(0.2):
                draft.inputs[name]["columns"] = [f"Spalte {place} {kind}", f"列_{name}"]
    if not draft.plain and draft.chance(0.35):
        open_some(draft)
