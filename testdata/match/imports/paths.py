# ruleid: module, any-module
import crypto.hash
# ruleid: module, any-module
import crypto.hash.md5 as md5
# ruleid: module, any-module
from crypto import hash
# ruleid: module, any-module
from crypto.hash import md5
# ok: module
# ruleid: any-module
import crypto
# ok: module, any-module
from .crypto import hash
# ruleid: member, module, any-module
from crypto import sign, other, hash
# ok: member
from crypto import sign
