"""Astro Dash: watch an astrocyte-gated associative memory turn itself into self-attention."""
