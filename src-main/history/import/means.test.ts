// What an import may have more of, and that it is given back when the last of them has ended.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { openMeans, orWithMore } from './means.ts';

const readLimits = async (connection: DuckDBConnection) => {
  const read = await connection.runAndReadAll(
    "SELECT current_setting('memory_limit'), current_setting('threads')::INTEGER, current_setting('disabled_optimizers')",
  );
  return read.getRowsJS()[0];
};

test('more is there while anything is on its way, also after another one failed, and not afterwards', async () => {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '160MB', threads: '2' });
  const connection = await instance.connect();
  const before = await readLimits(connection);
  const means = await openMeans(connection);
  await means(connection, async () => {
    const meanwhile = await readLimits(connection);
    expect(meanwhile).toEqual(['213.6 MiB', 1, expect.stringContaining('build_side_probe_side')]);
    await expect(means(connection, () => Promise.reject(new Error('cancelled')))).rejects.toThrow('cancelled');
    expect(await readLimits(connection)).toEqual(meanwhile);
  });
  expect(await readLimits(connection)).toEqual(before);
  connection.closeSync();
  instance.closeSync();
});

test('what needs more memory than that gets it, once, and what fails otherwise is not tried again', async () => {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '10MB', temp_directory: '', threads: '1' });
  const connection = await instance.connect();
  let tries = 0;
  await orWithMore(connection, () => {
    tries += 1;
    return connection.run('CREATE OR REPLACE TABLE many AS SELECT md5(i::VARCHAR) AS text FROM range(400000) AS r(i)');
  });
  expect(tries).toBe(2);
  const other = orWithMore(connection, () => {
    tries += 1;
    return connection.run('SELECT nothing_like_that');
  });
  await expect(other).rejects.toThrow('nothing_like_that');
  expect(tries).toBe(3);
  connection.closeSync();
  instance.closeSync();
});
