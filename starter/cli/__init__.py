"""The commands of an officer's and a manager's day; `starter/command.py` puts `ehcp` together."""
