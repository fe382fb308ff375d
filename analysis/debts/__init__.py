"""What seekers owe, rule by rule; :func:`analysis.follow_up.debts` puts it together."""
