"""Two models of which one has some parts changed, rated by the oracle and by crr."""

import json
import random
import shutil
import subprocess

import draft_edits
import draft_text
import rate
from library import Difference
from model import Model


class Pair:
    """Two models with all that lies between them, by the parts that are B's."""

    def __init__(self, crr, folder, draft, changes):
        self.crr, self.folder, self.draft, self.changes = crr, folder, draft, changes
        self.base, self.rated, self.valid = draft_edits.Side(draft), {}, {}
        self.parts = frozenset(changes)

    def path(self, parts):
        """The model with these parts of B, in a folder of its own."""
        folder = self.folder / ("+".join(sorted(parts)).replace(" ", "_") or "none")
        if not folder.exists():
            folder.mkdir()
            side = self.base.with_changes(
                change for part in sorted(parts) for change in self.changes[part])
            for name, text in side.files.items():
                (folder / name).write_bytes(text.encode())
            text = draft_text.write(side.model, random.Random(0))
            (folder / "model.yaml").write_text(text, encoding="utf-8")
        return folder / "model.yaml"

    def tiers(self, parts):
        """The tier of each customer, by line."""
        if parts not in self.rated:
            raw = (self.folder / "customers.csv").read_bytes()
            rows = rate.rate_file(Model(self.path(parts)), raw, self.draft.as_of,
                                  self.draft.scenario)
            self.rated[parts] = {int(row["line"]): row.get("tier", "rejected")
                                 for row in rows}
        return self.rated[parts]

    def is_valid(self, parts):
        """Whether crr takes the model."""
        if parts not in self.valid:
            done = subprocess.run([self.crr, "check", self.path(parts)],
                                  capture_output=True, check=False)
            self.valid[parts] = done.returncode in (0, 1)
        return self.valid[parts]

    def diff(self, a, b):
        """What crr says of the models with these parts of B."""
        scenario = self.draft.scenario
        folders = [self.path(parts).parent for parts in (a, b)]
        if a == b:  # the same file on both sides is refused
            folders[1] = self.folder / "copy"
            shutil.copytree(folders[0], folders[1], dirs_exist_ok=True)
        done = subprocess.run(
            [self.crr, "diff", "--model", folders[0] / "model.yaml",
             "--model", folders[1] / "model.yaml",
             "--as-of", self.draft.as_of.isoformat(), "--json", "--reveal",
             *(["--scenario", scenario] if scenario else []),
             self.folder / "customers.csv"], capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise Difference(f"exit {done.returncode}: {done.stderr.decode()}")
        found = json.loads(done.stdout)
        if (done.returncode == 1) != (found["mover_count"] > 0):
            raise Difference(f"exit {done.returncode}, {found['mover_count']} movers")
        return found
