"""The launcher. In the built wheel this folder holds every other package too, so that none stands at the top of site-packages."""
