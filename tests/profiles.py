"""Makes colour profiles, and says by their numbers which colours they give."""

from collections.abc import Sequence

Vector = tuple[float, float, float]

# The primaries, in D50. Sources: IEC 61966-2-1 and SMPTE EG 432-1, adapted as ICC.1:2022, annex E, says.
SRGB: list[Vector] = [(0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7142)]
DISPLAY_P3: list[Vector] = [(0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)]
SWAPPED = [SRGB[2], SRGB[0], SRGB[1]]
TO_SRGB: list[Vector] = [(3.1341, -1.6174, -0.4906), (-0.9788, 1.9161, 0.0335), (0.0719, -0.2290, 1.4052)]
GAMMA = 1.8


def number(value: float) -> bytes:
    return round(value * 65536).to_bytes(4, signed=True)


def profile(space: bytes, tags: dict[bytes, bytes], kind: bytes = b"mntr", connected: bytes = b"XYZ ") -> bytes:
    """Return a colour profile. Source: ICC.1:2001-04, 6.1 (header) and 6.2 (tag table)."""
    table, content = b"", b""
    start = 132 + 12 * len(tags)
    for name, tag in tags.items():
        table += name + (start + len(content)).to_bytes(4) + len(tag).to_bytes(4)
        content += tag.ljust(-(-len(tag) // 4) * 4, b"\0")
    head = bytes(4) + b"\2\x20\0\0" + kind + space + connected + bytes(12) + b"acsp" + bytes(28)
    body = head + bytes.fromhex("0000f6d6 00010000 0000d32d") + bytes(48) + len(tags).to_bytes(4) + table + content
    return (4 + len(body)).to_bytes(4) + body


def curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + (1).to_bytes(4) + round(gamma * 256).to_bytes(2)


def of_primaries(primaries: Sequence[Vector]) -> bytes:
    tags = {
        letter + b"XYZ": b"XYZ " + bytes(4) + b"".join(map(number, primary))
        for letter, primary in zip((b"r", b"g", b"b"), primaries, strict=True)
    }
    return profile(b"RGB ", tags | {letter + b"TRC": curve(GAMMA) for letter in (b"r", b"g", b"b")})


def of_grey(gamma: float) -> bytes:
    return profile(b"GRAY", {b"kTRC": curve(gamma)})


def of_inks(colour: bytes) -> bytes:
    """Return a profile that gives every mixture of inks without black the same colour, in CIELAB.

    Source: ICC.1:2001-04, 6.5.7.
    """
    matrix = number(1) + bytes(12) + number(1) + bytes(12) + number(1)
    grid, straight = (colour + b"\0\x80\x80") * 8, bytes(range(256))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + matrix + straight * 4 + grid + straight * 3
    return profile(b"CMYK", {b"A2B0": table}, b"prtr", b"Lab ")


def encoded(light: float) -> int:
    light = min(1, max(0, light))
    return round(255 * (1.055 * light ** (1 / 2.4) - 0.055 if light > 0.0031308 else 12.92 * light))


def expected(colour: Sequence[int], primaries: Sequence[Vector]) -> tuple[int, ...]:
    """Return a colour in sRGB by the numbers of its profile."""
    lights = [(part / 255) ** GAMMA for part in colour]
    place = [sum(light * primary[axis] for light, primary in zip(lights, primaries, strict=True)) for axis in range(3)]
    return tuple(encoded(sum(share * part for share, part in zip(row, place, strict=True))) for row in TO_SRGB)
