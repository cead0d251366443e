"""The providers that send messages, behind one interface."""
