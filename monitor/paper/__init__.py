"""Files and pictures that carry a statement's text: opened in a process of their own, read as lines."""
