"""What the API is given and what it answers, as models: they are its documentation too."""
