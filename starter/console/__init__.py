"""The console: the pages of everybody's work, in a browser.

Reading needs no running Temporal server. Somebody signs in before they see anything.
"""
