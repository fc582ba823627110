"""The story of 22 August 2020, offline: `story.yaml` is the script, `stage.py` the stand-ins, `play.py` the play."""
