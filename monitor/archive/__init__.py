"""What proves a statement to others: captures as they came, in WARC files, each under its SHA-256."""
