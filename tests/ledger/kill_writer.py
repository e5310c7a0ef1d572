"""Adds the articles of `archive` one by one, printing each id once it is kept; to be killed at any moment."""

import sys

from ledger_building import TODAY, archive

from legation.ledger.store import open_ledger


def main(path: str, size: int, seed: int) -> None:
    with open_ledger(path) as ledger:
        sys.stdout.write("open\n")
        sys.stdout.flush()
        for article, mentions in archive(size, seed):
            ledger.add(article, mentions, today=TODAY)
            sys.stdout.write(article.document_id + "\n")
            sys.stdout.flush()
        sys.stdout.write("all\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
