// Prints the milliseconds that a bundle takes to load. `vscode` is answered by an object without meaning: loading
// must not call it.
const Module = require('node:module');

const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? unknown() : load(request, ...rest));

function unknown() {
  return new Proxy(class {}, { get: (target, key) => (key === 'prototype' ? target.prototype : unknown()) });
}

const start = process.hrtime.bigint();
require(process.argv[2]);
console.log(Number(process.hrtime.bigint() - start) / 1e6);
