/** A worker whose experiments go wrong by their names; `slow` never ends by itself, but stops when it is told to; `deaf` does not. */
export async function experiment({ request: { name, parameters }, line: { port } }) {
  try {
    if (name === 'refused') return { refusal: 'depth: expected a number, got "x"' };
    if (name === 'throws') throw new RangeError('thrown');
    if (name === 'exits') process.exit(7);
    port.postMessage({ done: 1, of: 4 });
    if (name === 'slow') return await new Promise((resolve) => port.on('message', () => resolve(null)));
    if (name === 'deaf') for (;;) await new Promise((resolve) => setTimeout(resolve, 1000));
    return { outcome: { experiment: name, parameters }, pictures: [], seconds: 0 };
  } finally {
    port.close();
  }
}
