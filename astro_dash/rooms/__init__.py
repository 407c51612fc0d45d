"""Rooms of classes: what one page tells many, and what the many answer. No Panel, nothing of what a page shows.

code      what a room is called
limit     how often something may be tried
memory    where rooms are kept, and how what is said goes about: in this process,
redis     or in a Redis server that several processes share (ASTRO_DASH_REDIS)
frame     what is said, as bytes
desk      the teacher's side of a room; seat: a student's
question  what a class is asked, and its tally
hall      all rooms that this process has a part in
"""
