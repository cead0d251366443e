"""The annual reviews of many plans: how they are counted, and how a year of them is planned."""
