def run(sql, other):
    # ruleid: through-variable
    connect().cursor().execute(sql)
    connection = connect()
    cursor = connection.cursor()
    # ruleid: through-variable
    cursor.execute(sql)
    if other:
        cursor = other
    # ok: through-variable
    cursor.execute(sql)
