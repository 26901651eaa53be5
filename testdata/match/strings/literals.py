# ruleid: any-text, bound-text
say("hello")
# ruleid: any-text, bound-text
say(r'hello')
# ruleid: any-text, bound-text, regex
say("PASSWORD")
# ok: regex
say("my password")
# ok: any-text, bound-text
# ruleid: hole, format
say(f"hello {name}")
# ruleid: any-text
# ok: hole
say("a" "b")
# ruleid: format
say(f"plain")
# ok: any-text
say(5)
