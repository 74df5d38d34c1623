import { writeSync } from "node:fs";
import Database from "better-sqlite3";

/** Commits one row after another into a database that flushes as told, and says each number once it is acknowledged. */
const [file = "", synchronous = "NORMAL"] = process.argv.slice(2);
const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma(`synchronous = ${synchronous}`);
database.exec("CREATE TABLE IF NOT EXISTS said (number INTEGER PRIMARY KEY)");
const insert = database.prepare("INSERT INTO said VALUES (?)");
for (let number = 1; ; number += 1) {
  insert.run(number);
  writeSync(1, `${number}\n`);
}
