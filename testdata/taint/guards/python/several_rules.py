# One test clears a value for all rules that its kinds cover.
from flask import redirect, request
from django.utils.http import url_has_allowed_host_and_scheme


def sent():
    target = request.args.get("next")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={"a.example"}):
        # ok: redirect
        redirect(target)
        # ruleid: command
        sink(target)
    # ruleid: redirect
    redirect(target)


def made_of_parts():
    target = "/to/" + request.args["next"].strip()
    if not url_has_allowed_host_and_scheme(target):
        return
    # ok: redirect
    redirect(target)
