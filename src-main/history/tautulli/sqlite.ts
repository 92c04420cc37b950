// The reader of SQLite files: CommonJS, and WebAssembly that is compiled when it is loaded, which only an import needs.
import { createRequire } from 'node:module';
import type * as Sqlite from 'node-sqlite3-wasm';

const require = createRequire(import.meta.url);

export const loadSqlite = (): typeof Sqlite => require('node-sqlite3-wasm');
