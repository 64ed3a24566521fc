"""Who stands around a person: contact team, support team, and private ties that keep someone away."""
