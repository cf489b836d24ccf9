"""The geometry of pictures: plain values in, plain values out; templates draw them.

Across, positions are per cent of the picture's width; down, they are pixels.
"""
