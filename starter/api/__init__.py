"""The JSON API: the same actions and the same refusals as the pages and the command, for programs."""
