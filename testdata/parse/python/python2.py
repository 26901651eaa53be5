print "a"
print "a", b,
print >>out, "a" % b
print >>out
print
exec code
exec "x = 1" in scope
exec code in globals(), locals()
raise Error, "message"
name = `value`
n = 0777L
print (a), b
