"""`python -m pop.run COMMAND`: what the shell script `pop` hands over to."""

import sys

from pop.run.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
