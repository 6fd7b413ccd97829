/** A worker whose runs go wrong by their seed: 1 fails, 2 ends the thread, 3 throws, 4 sends nothing back. Others take `steps` milliseconds. */
export default async function runAll(tasks) {
  const outcomes = [];
  for (const { index, configuration } of tasks) {
    const { seed, steps } = configuration;
    if (seed === 1) outcomes.push({ index, failure: 'it failed' });
    else if (seed === 2) process.exit(7);
    else if (seed === 3) throw new Error('thrown');
    else if (seed !== 4) {
      const end = performance.now() + steps;
      while (performance.now() < end); // as busy as a training
      outcomes.push({ index, result: { status: 'completed', weightsHash: `hash of ${index}` } });
    }
  }
  return outcomes;
}
