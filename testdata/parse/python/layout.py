#!/usr/bin/env python
# -*- coding: utf-8 -*-
x = 1 + \
    2
if a and \
   b:
    # inside
    y = [  # opens
        1,
        # between
        2,
    ]  # closes

    # at the end of the block
# at the start of the next
def f(
    a,  # first
    b=2,  # second
):  # head
    pass  # body
	# tab

class A:  # c
    # only a comment
    pass
s = "# not a comment"
if x: pass  # same line
