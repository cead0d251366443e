"""The console: the web pages for officers, managers, panels, mediators, auditors and ops.

Reading needs no running Temporal server. Every page except the public paths needs a sign-in.
"""
