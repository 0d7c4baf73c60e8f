"""Runs named checks and prints the result as TAP (https://testanything.org)."""

import subprocess
import sys
import traceback


class Skip(Exception):
    """Raised by a check that cannot run here; the text says why."""


def explain(error):
    if isinstance(error, subprocess.CalledProcessError):
        return f"{error}\n{error.stdout or ''}\n{error.stderr or ''}"
    if isinstance(error, AssertionError) and str(error):
        return str(error)
    return "".join(traceback.format_exception(error))


def run(checks):
    """Runs each of the (name, function) pairs and exits, with 1 if any failed."""
    failed = False
    print(f"1..{len(checks)}")
    for number, (name, check) in enumerate(checks, 1):
        try:
            check()
            print(f"ok {number} - {name}", flush=True)
        except Skip as reason:
            print(f"ok {number} - {name} # SKIP {reason}", flush=True)
        except Exception as error:  # every failure is a result
            failed = True
            print(f"not ok {number} - {name}", flush=True)
            for line in explain(error).splitlines():
                print(f"# {line}", flush=True)
    sys.exit(1 if failed else 0)
