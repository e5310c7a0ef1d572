"""The main job on the demo articles: read, code, keep, and write the brief on Niger. Run by `make demo`."""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
OUT = Path("out/demo")
LEDGER = OUT / "ledger.duckdb"


def legation(*words: str) -> None:
    """Runs one command of the product, as a user would; its failure ends the demo."""
    sys.stdout.write(f"\n$ legation {' '.join(words)}\n")
    sys.stdout.flush()
    subprocess.run([Path(sys.executable).with_name("legation"), *words], check=True)


def main() -> None:
    started = time.monotonic()
    OUT.mkdir(parents=True, exist_ok=True)
    legation("add", str(HERE / "archive"), "--ledger", str(LEDGER))
    then = ["--as-of", "2024-06-01", "--known-on", "2024-06-01"]
    legation("relationships", "--country", "NER", *then, "--ledger", str(LEDGER))
    for kind in ("md", "html"):
        brief = OUT / f"niger.{kind}"
        legation("brief", "NER", "--ledger", str(LEDGER), "--format", kind, "--out", str(brief))
    words, _, _ = (OUT / "niger.md").read_text(encoding="utf-8").partition("## Sources")
    sys.stdout.write(f"\n{words}")
    sys.stdout.write(f"ledger   {LEDGER.resolve()}\n")
    sys.stdout.write(f"brief    {(OUT / 'niger.html').resolve()} (open it in a browser)\n")
    sys.stdout.write(f"next     {Path(sys.executable).with_name('legation')} --help\n")
    sys.stdout.write(f"took     {time.monotonic() - started:.0f} s to read and to write, setting up apart\n")


if __name__ == "__main__":
    main()
