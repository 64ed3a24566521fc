"""Plan for oppfølging og progresjon: the plan that follows a person through and out of a sentence."""
