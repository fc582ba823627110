"""The one door out: everything that is asked of the net goes through `door.py`, and is guarded on its way."""
