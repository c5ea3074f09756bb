// DuckDB on the same list: reads it and strips the numbers to their digits, in parallel and without judging any of them.
import { performance } from 'node:perf_hooks';
import { DuckDBInstance } from '@duckdb/node-api';
import { peakMegabytes } from './peak-memory.ts';

const [path = '', folder = ''] = process.argv.slice(2);
const started = performance.now();
const instance = await DuckDBInstance.create(`${folder}/duck.db`);
const connection = await instance.connect();
await connection.run(`CREATE TABLE entry AS SELECT regexp_replace("Phone", '[^0-9]', '', 'g') AS phone, * EXCLUDE ("Phone") FROM read_csv('${path.replaceAll("'", "''")}', header = true, all_varchar = true)`);
connection.closeSync();
instance.closeSync();
console.log(JSON.stringify({ ms: performance.now() - started, megabytes: peakMegabytes(), found: null }));
