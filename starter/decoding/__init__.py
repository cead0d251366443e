"""The codec server: shows the Temporal UI and the `temporal` command what is encrypted, to those who may, with a reason."""
