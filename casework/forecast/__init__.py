"""When open cases will probably be final, which limits they will probably miss, and why."""
