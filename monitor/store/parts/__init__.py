"""The parts that `Store` is made of: one for each who asks. Each method is one transaction."""
