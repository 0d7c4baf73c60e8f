"""Where customers stand after a rating: the one before, and people's decisions."""

import calendar
from datetime import date, timedelta


def later(day, period):
    """A day after a period such as "6 months" or "90 days"; months clamp."""
    count, unit = period.split()
    if unit.startswith("day"):
        return day + timedelta(int(count))
    months = day.year * 12 + day.month - 1
    months += int(count) * (12 if unit.startswith("year") else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Laws:
    """The tiers of a model, and what it says of history and overrides."""

    def __init__(self, entry):
        self.tiers = entry["tiers"]
        self.ids = [tier["id"] for tier in self.tiers]
        down = entry.get("history", {}).get("down")
        self.steps = int(down["steps"]) if down else None
        self.wait = down.get("wait") if down else None
        self.woken = entry.get("overrides", {}).get("woken", "apply")
        self.until_required = entry.get("overrides", {}).get("until_required") == "true"

    def place(self, tier):
        return self.ids.index(tier)

    def lifts(self, rating):
        """D and F: places of tiers, -1 where no rule says so."""
        direct = [self.place(rule.direct) for rule in rating.fired if rule.direct]
        floors = [self.place(rule.floor) for rule in rating.fired if rule.floor]
        return max(direct, default=-1), max(floors, default=-1)

    def apart(self, place):
        return self.tiers[place].get("relationship") == "none"

    def settle(self, rating, past, as_of):
        """The standing after a rating; past is None or the standing before."""
        today, (direct, _) = self.place(rating.tier), self.lifts(rating)
        standing = {"place": today, "since": as_of, "first": as_of, "change": "new"}
        if past:
            standing["first"] = past["first"]
            standing.update(self._against(past, today, direct, as_of))
        standing["reviewed"] = past["reviewed"] if past else as_of
        standing["direct"] = direct == standing["place"]
        return standing

    def _against(self, past, today, direct, as_of):
        before = past["place"]
        if today == before:
            return {"change": "same", "since": past["since"]}
        if today > before:
            return {"change": "up"}
        at_once = (self.steps is None or past["direct"] or direct == today
                   or self.apart(before) or self.apart(today))
        if at_once:
            return {"change": "down"}
        if self.wait and as_of < later(past["since"], self.wait):
            return {"change": "held", "place": before, "since": past["since"]}
        steps = [place for place in range(before - 1, today, -1)
                 if "from" in self.tiers[place] and not self.apart(place)] + [today]
        return {"change": "down", "place": steps[min(self.steps, len(steps)) - 1]}

    def next_review(self, place, reviewed):
        period = self.tiers[place].get("review")
        return later(reviewed, period) if period else None

    def override(self, decisions, rating, standing, as_of):
        """The final place, and the warnings; None where several are in force."""
        system = standing["place"]
        there = [d for d in decisions if d["from"] <= as_of
                 and (d["until"] is None or as_of < d["until"])]
        if len(there) > 1:
            return None
        if not there:
            return system, []
        decision = there[0]
        risen = system > decision["system"]
        warnings = ["override:woken"] if risen else []
        if decision["other"]:
            warnings.append("override:other_model")
        if not self._allows(decision, rating, standing):
            return system, ["override:refused", *warnings]
        if risen and self.woken == "ignore":
            return system, warnings
        return decision["place"], warnings

    def _allows(self, decision, rating, standing):
        place, until = decision["place"], decision["until"]
        system = standing["place"]
        if until is None and self.until_required:
            return False
        if place >= system:
            return True
        two = decision["by"].lower() != decision["second"].lower() != ""
        reviewed = min(decision["on"], standing["reviewed"])
        ends = [self.next_review(system, reviewed), self.next_review(place, reviewed)]
        return (place == system - 1 and "from" in self.tiers[place]
                and place >= max(self.lifts(rating)) and two and until is not None
                and ends[0] is not None and until <= min(filter(None, ends)))
