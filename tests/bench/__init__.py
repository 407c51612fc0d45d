"""Benchmarks: they measure and compare, and nothing asserts on time. `python -m tests.bench [part ...]`."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy, as the server has it
