"""The database. `store.py` is all that the rest knows of it; tables and sessions never leave this folder."""
