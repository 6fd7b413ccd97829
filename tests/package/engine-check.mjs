// What must be the same in every runtime, a line each: run by nodes.mjs in several versions of Node.
import { loadModule } from '../../dist/engine/load.js';

for (const build of ['simd', 'debug', 'relaxed']) {
  const { build: loaded, exports } = await loadModule({ build });
  const pointer = exports.allocate(1024);
  if (pointer === 0) throw new Error(`${build}: no memory`);
  exports.release(pointer);
  console.log(`${loaded} interface ${exports.abiVersion()}`);
}
