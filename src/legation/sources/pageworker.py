"""The process in which a large page is parsed: HTML on standard input, the page as JSON on standard output."""

import sys

from legation.sources.content import PARSER_ERRORS, encode_page, parse_page


def main() -> int:
    """Parse one page; exit status 1 where it cannot be parsed."""
    try:
        page = parse_page(sys.stdin.buffer.read().decode("utf-8"))
    except PARSER_ERRORS as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    sys.stdout.write(encode_page(page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
