"""The console: pages of the caseload and of each case, in a browser, from the records alone.

Reading needs no running Temporal server. The pages show no names: nobody signs in yet, and it listens on loopback.
"""
