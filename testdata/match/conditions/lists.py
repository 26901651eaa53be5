B = "b"
# ruleid: equals-itself
# ok: known-pair
keep([])
# ruleid: equals-itself, known-pair
keep(["a", 1])
# ruleid: equals-itself, known-pair
keep((B, 2))
# ok: equals-itself, known-pair
keep(["a", unknown()])
