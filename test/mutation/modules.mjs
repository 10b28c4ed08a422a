import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';

/** Compiled modules that are read once and can be run anew any number of times. */
export class Modules {
  #code = new Map();
  #files = new Map();
  #modules = new Map();
  #globals;
  #require;
  #start;

  /** `globals` are the names that every module sees, `packages` stand in for packages, `start` is code that each begins with. */
  constructor(root, globals, packages, start) {
    this.#globals = globals;
    this.#start = start;
    const real = createRequire(join(root, 'package.json'));
    this.#require = name => packages.get(name) ?? real(name);
  }

  /** Forgets what has been run. */
  clear() {
    this.#modules.clear();
  }

  load(file) {
    const known = this.#modules.get(file);
    if (known !== undefined) { return known.exports; }
    const module = { exports: {} };
    this.#modules.set(file, module);
    if (file.endsWith('.json')) {
      module.exports = JSON.parse(readFileSync(file, 'utf8'));
      return module.exports;
    }
    const directory = dirname(file);
    const require = name => name.startsWith('.') ? this.load(this.#find(join(directory, name))) : this.#require(name);
    this.#compile(file)(module.exports, require, module, file, directory, ...Object.values(this.#globals));
    return module.exports;
  }

  #compile(file) {
    let code = this.#code.get(file);
    if (code === undefined) {
      const text = readFileSync(file, 'utf8').replace('"use strict";', `"use strict"; ${this.#start}`);
      code = compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname', ...Object.keys(this.#globals)], { filename: file });
      this.#code.set(file, code);
    }
    return code;
  }

  #find(path) {
    let file = this.#files.get(path);
    if (file === undefined) {
      file = [path, `${path}.js`, join(path, 'index.js')].find(name => /\.js(on)?$/.test(name) && existsSync(name));
      if (file === undefined) { throw new Error(`there is no module ${path}`); }
      this.#files.set(path, file);
    }
    return file;
  }
}
