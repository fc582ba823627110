"""Finding out what an address is: what may be meant (guesses), what can be read there, and what pins a list."""
