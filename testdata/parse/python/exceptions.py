try:
    risky()
except ValueError:
    pass
except (A, b.C) as e:
    raise
except:
    pass
else:
    fine()
finally:
    close()

try: pass
finally: pass

try:
    pass
except* Group as g:
    pass

try: pass
except OldError, e: pass
except (A, B), e: pass

try: pass
except New, Other: pass
except New, Other, Third: pass
except errors.A, errors.B: pass

with open(a) as f: pass
with open(a) as f, lock, other as (x, y):
    pass
with (open(a) as f, open(b)):
    pass
with (open(a)): pass
with (open(a) as f): pass
with (a, b) as pair: pass
with a as obj.field, b as rows[0]: pass
