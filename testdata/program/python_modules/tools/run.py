import util
from util import go
from json import dumps

util.go()
go()
dumps(1)
