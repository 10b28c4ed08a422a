#!/usr/bin/env node
// Reads `go test -json` and prints `<passed> <failed>`: what failed, with its output, goes to stderr. A test that has
// subtests is not counted beside them.
import { createInterface } from 'node:readline';

const tests = new Map(); // package/test -> { result, output }
const packages = new Map();
const strays = [];

function entry(map, key) {
  if (!map.has(key)) map.set(key, { output: [] });
  return map.get(key);
}

for await (const line of createInterface({ input: process.stdin })) {
  let event;
  try {
    event = JSON.parse(line);
  } catch {
    strays.push(line);
    continue;
  }
  const name = event.Package ?? event.ImportPath;
  const target = event.Test ? entry(tests, `${name}/${event.Test}`) : entry(packages, name);
  if (event.Output) target.output.push(event.Output);
  if (['pass', 'fail', 'skip', 'build-fail'].includes(event.Action)) target.result = event.Action;
}

const names = [...tests.keys()];
const parents = new Set(names.flatMap(name => {
  const parts = name.split('/');
  return parts.map((_, i) => parts.slice(0, i).join('/'));
}));
const leaves = names.filter(name => !parents.has(name));
const passed = leaves.filter(name => tests.get(name).result === 'pass');
const failed = leaves.filter(name => !['pass', 'skip'].includes(tests.get(name).result));

for (const name of failed) console.error(`FAILED ${name}\n${tests.get(name).output.join('')}`);

// A package may fail without a test that did: it does not compile, or the failure is a parent's own.
const broken = [...packages].filter(([, { result }]) => result === 'fail' || result === 'build-fail');
const unexplained = failed.length === 0 && (broken.length > 0 || leaves.length === 0);
if (unexplained) {
  for (const [name, { output }] of broken) console.error(`FAILED ${name}\n${output.join('')}`);
  for (const name of names.filter(key => tests.get(key).result === 'fail')) console.error(tests.get(name).output.join(''));
  if (leaves.length === 0) console.error(['no test ran', ...strays].join('\n'));
}
console.log(`${passed.length} ${failed.length + (unexplained ? 1 : 0)}`);
