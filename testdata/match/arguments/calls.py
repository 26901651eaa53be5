# ruleid: exact, first
send(1)
# ok: exact
# ruleid: first
send(1, 2)
# ok: exact, first
send()
# ruleid: first, any-place
send(a, secret, b)
# ruleid: exact, first, any-place
send(secret)
# ruleid: keyword, first
send(url, verify=False, timeout=3)
# ok: keyword
send(url, verify=True)
# ruleid: keywords-any-order
send(a=1, b=2)
# ruleid: keywords-any-order
send(b=2, a=1)
# ok: keywords-any-order
send(a=1, b=2, c=3)
# ruleid: some-keyword
send(mode="fast")
# ok: some-keyword
send("fast")
