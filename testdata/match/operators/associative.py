# ruleid: ordered
a and b and last
# ok: ordered
last and a
# ok: ordered
a or last
# ruleid: bits
EXECUTE | WRITE | READ
# ok: bits
READ & EXECUTE
# ok: one-way
# ruleid: both-ways
count == 0
# ruleid: one-way, both-ways
0 == count
