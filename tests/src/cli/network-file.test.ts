import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readNetworkFile } from '../../../src/cli/network-file.js';
import { loadEngine, Network } from '../../../src/index.js';

const directory = mkdtempSync(join(tmpdir(), 'fathom-network-file-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const engine = await loadEngine();
const network = new Network(engine, { widths: [1, 2, 1], seed: 1 });

const reread = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(directory, name), content);
  return Network.load(engine, readNetworkFile(join(directory, name))).fingerprint();
};

it('safetensors are told from text, whatever the first byte of the header length: blanks and braces too', () => {
  const file = network.saveSafetensors();
  const header = new DataView(file.buffer).getUint32(0, true);
  for (let length = header; length < header + 256; length += 1) {
    const padded = new Uint8Array(8 + length + file.length - 8 - header).fill(0x20);
    new DataView(padded.buffer).setBigUint64(0, BigInt(length), true);
    padded.set(file.subarray(8, 8 + header), 8);
    padded.set(file.subarray(8 + header), 8 + length);
    expect(reread('model.safetensors', padded), `a header of ${length} bytes`).toBe(network.fingerprint());
  }
});

it('JSON may begin with blank lines', () => {
  expect(reread('model.json', `\n\t ${network.save()}`)).toBe(network.fingerprint());
});
