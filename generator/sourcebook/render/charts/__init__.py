"""Pictures: plain values to the numbers that an SVG template prints."""
