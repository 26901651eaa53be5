plain = "a\n"
raw = r'\d+'
data = b"\x00"
both = Rb"\x"
old = u"text"
doc = """two
lines"""
empty = ""
joined = "a" 'b' f"{c}"
spread = (
    "first "  # why
    "second"
)
no_hole = f"{{}}"
hole = f"<{name!r:>{width}.2f}>"
debug = f"{total=} {total = :.1f}"
nested = f"{rows['key']} {'a' if ok else 'b'}"
same_quotes = f"{rows["key"]}"
several = f"{a, b}{lambda: 1}{x:{y}{z}}"
triple = f'''
{first}
  {second}'''
template = t"{value}"
raw_hole = rf"\d{n}\w"
