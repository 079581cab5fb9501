"""How well a colour is visible on another."""

Colour = tuple[int, int, int]


def luminance(colour: Colour) -> float:
    """Source: WCAG 2.2, "relative luminance"."""
    parts = (part / 255 for part in colour)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(text: Colour, ground: Colour) -> float:
    dark, light = sorted((luminance(text), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)
