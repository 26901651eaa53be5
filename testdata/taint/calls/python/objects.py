class Account:
    def __init__(self, owner, note):
        self.owner = owner
        self.note = note

    def rename(self, owner):
        self.owner = owner
        return self

    def label(self):
        return "for " + self.owner

    def remark(self):
        return self.note

    def show(self):
        # ruleid: flow
        sink(self.owner)


def constructed():
    account = Account(source(), "fresh")
    # ruleid: flow
    sink(account.owner)
    # ok: flow
    sink(account.note)
    # ruleid: flow
    sink(account.label())
    # ok: flow
    sink(account.remark())
    account.show()


def changed():
    account = Account("fresh", "fresh")
    # ok: flow
    sink(account.owner)
    account.rename(source())
    # ruleid: flow
    sink(account.owner)
    account.rename("fresh")
    # ok: flow
    sink(account.owner)


def fluent():
    account = Account("fresh", "fresh")
    # ruleid: flow
    sink(account.rename(source()).label())
    # ruleid: flow
    sink(account.owner)


def make(owner):
    return Account(owner, "fresh")


def factory():
    account = make(source())
    # ruleid: flow
    sink(account.owner)
    # ok: flow
    sink(account.note)


def fill(account, owner):
    account.owner = owner


def filled():
    account = Account("fresh", "fresh")
    other = Account("fresh", "fresh")
    fill(account, source())
    # ruleid: flow
    sink(account.owner)
    # ok: flow
    sink(other.owner)
