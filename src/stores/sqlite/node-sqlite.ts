import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** Statements kept compiled; the store has about fifty of its own, lists with their filters some more. */
const mostStatements = 200;

const statementOf = (db: DatabaseSync, text: string, compiled: StatementSync): SqliteStatement => ({
  reader: compiled.columns().length > 0,
  all: (parameters) => compiled.all(...(parameters as SQLInputValue[])),
  run: (parameters) => {
    // A full disk makes SQLite roll back by itself; a second time would hide the error that says so.
    if (text === "rollback" && !db.isTransaction) return { changes: 0, lastInsertRowid: 0 };
    return compiled.run(...(parameters as SQLInputValue[]));
  },
  iterate: (parameters) => compiled.iterate(...(parameters as SQLInputValue[])),
});

/** `node:sqlite` in the shape that Kysely's SqliteDialect asks for. */
export const asKyselyDatabase = (db: DatabaseSync): SqliteDatabase => {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => db.close(),
    prepare: (text) => {
      const known = statements.get(text);
      if (known !== undefined) return known;
      if (statements.size >= mostStatements) statements.clear();
      const statement = statementOf(db, text, db.prepare(text));
      statements.set(text, statement);
      return statement;
    },
  };
};
