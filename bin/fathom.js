#!/usr/bin/env node
// The command. In a checkout it first brings the build up to date; an installed package has no scripts/.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const setup = new URL('../scripts/setup.mjs', import.meta.url);

try {
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`fathom needs Node 20.19 or newer, and this is Node ${process.versions.node}: see https://nodejs.org`);
  if (existsSync(setup)) (await import(setup.href)).setup();
} catch (error) {
  console.error(error.message);
  process.exit(2);
}
await import('../dist/command/main.js');
