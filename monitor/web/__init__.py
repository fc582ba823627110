"""The web page: one file a page. `app.py` puts them together; `gate.py` stands before all of them."""
