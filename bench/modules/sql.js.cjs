const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

exports.open = async (folder) => {
  const packages = createRequire(`${folder}/package.json`);
  const initialize = packages('sql.js');
  const SQL = await initialize({ wasmBinary: readFileSync(packages.resolve('sql.js/dist/sql-wasm.wasm')) });
  return async () => {
    const db = new SQL.Database();
    db.run('create table t (id integer primary key, name text, x real)');
    db.run(
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) insert into t select i, 'name ' || (i * 7919 % 1000), i * 0.5 from n",
    );
    const rows = db.exec(
      'select name, count(*), sum(x), max(id) from t group by name order by 2 desc, 1 limit 100',
    );
    db.close();
    return JSON.stringify(rows);
  };
};
