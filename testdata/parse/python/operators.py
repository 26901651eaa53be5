total = a + b - c * d / e // f % g ** h @ i
bits = a << b >> c & d | e ^ ~f
signs = -a ** -b + +c
logic = not a and b or not (c and d)
pair = a < b
unequal = a != b, a <> b
member = a in b, a not in b
identity = a is b, a is not b
chain = 0 <= low < high <= 10
choice = one if ready else two if late else three
(size := len(rows)) > 10
n += 1
n -= 1; n *= 2; n /= 2; n //= 2; n %= 2; n **= 2
n >>= 1; n <<= 1; n &= 1; n ^= 1; n |= 1; n @= m
found = (((deep)))
