run()
shell.run(command, check=True)
a.b.c(1)(2)
spread(*items, **options)
total(x for x in rows)
total((x for x in rows), 1)
table["k"](v)
(lambda: 1)()
print("a", file=out)
print
print("%s" % a)
exec("code")
obj.print(x)
await client.get(url)
call(
    a,  # first
    b,
)
