"""Thin, durable workflows around casework/. They use no clock, random numbers, I/O or calendar of their own."""
