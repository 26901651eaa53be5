"""The database."""
import sqlite3


class Database:
    def __init__(self, path):
        self.connection = sqlite3.connect(path)

    def select(self, table, condition):
        cursor = self.connection.cursor()
        cursor.execute("SELECT * FROM " + table + " WHERE " + condition)
        return cursor.fetchall()

    def select_with(self, table, column, value):
        cursor = self.connection.cursor()
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,))
        return cursor.fetchall()
