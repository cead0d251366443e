"""What builds the documentation site: pages made from the program, and pages that lie outside docs/."""
