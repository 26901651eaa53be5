# Numbers, constants, the ellipsis.
count = 1_000
mask = 0xFF & 0o17 | 0b11
big = 10L
imaginary = 2.5j + 3j
ratio = .5e-3
flags = True, False, None
later = ...
naïve = 1
