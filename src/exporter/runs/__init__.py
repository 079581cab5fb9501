"""Many articles: which there are, one after the other, and each in a process of its own."""
