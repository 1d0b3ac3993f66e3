"""`python -m tests.replica`: the site in a process of its own, which knows what the tests counted in the
pack's texts: a start then costs little more than its index."""

import sys

from tests import prepared
from web.__main__ import main

if __name__ == "__main__":
    prepared.remember()
    sys.exit(main())
