import configparser


def show(*values):
    pass


def run(section):
    config = configparser.ConfigParser()
    config.read("job.ini")
    show(config.get("mail", "host"), config.get(section, "host"), config.get("mail", "port"))
