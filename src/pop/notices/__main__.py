"""`python -m pop.notices`: the worker that sends. Apart from it, so that the queue is made in a module that has a name."""

import sys

from pop.notices.worker import main

sys.exit(main(sys.argv[1:]))
