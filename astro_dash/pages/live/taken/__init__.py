"""What is taken home of a run: its numbers, its film, the lines that make it again, and a file that plays it."""
