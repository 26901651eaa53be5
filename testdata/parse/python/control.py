if a:
    pass
if a: b()
elif c: d()
elif e:
    f()
else:
    g()

while True:
    break
else:
    done()

for x in rows: continue
else: pass

for x in 1, 2:
    pass

assert a
assert a, "message"
return
raise
raise Error
raise Error("x") from cause
pass; x = 1; y()
a, b
a,
