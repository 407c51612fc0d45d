"""Colours and words of the systems, in one place. Light and dark grounds are in `assets/style.css`."""

# Okabe and Ito's palette, which people with any colour vision can tell apart.
COLOURS = {
    "astro": "#D55E00",
    "hopfield": "#0072B2",
    "hopfield-binary": "#56B4E9",
    "naam": "#009E73",
    "attention": "#CC79A7",
    "dense": "#E69F00",
    "modern": "#8C6BB1",
    "ideal": "#888888",
}
# Never colour alone: lines differ in dash as well.
DASHES = {
    "astro": "solid",
    "hopfield": "dashed",
    "hopfield-binary": "dotted",
    "naam": [8, 2, 2, 2],
    "attention": [2, 3],
    "dense": [10, 3],
    "modern": [6, 2, 1, 2],
    "ideal": [3, 5],
}
NEUTRAL = "#888888"
FONT = "system-ui, sans-serif"
EM = "12px"
