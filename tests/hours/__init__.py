"""What takes hours: the portal as it is served, worked in without a pause, watched, and killed (`./check --long`)."""
