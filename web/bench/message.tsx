import { explain } from '../shell/errors.js';
import type { Live } from './live.js';
import { defaults, type Problem } from './route.js';

interface MessageProps {
  readonly live: Live;
  readonly problems: readonly Problem[];
  readonly lacksFile: boolean;
  readonly isImported: boolean;
  readonly onDrop: (name: string) => void;
}

/** What stands in the way, and what to do; otherwise how it goes, in as few words as a screen reader can bear. */
export function Message({ live, problems, lacksFile, isImported, onDrop }: MessageProps) {
  const phase = live.phase.value;
  if (problems.length > 0)
    return (
      <div class="message error" role="alert">
        <p>The network waits for {problems.length === 1 ? 'this setting; correct it, or take it out' : 'these settings; correct them, or take them out'}:</p>
        <ul>
          {problems.map(({ name, given, expected }) => (
            <li key={name}>
              <code>
                {name}={given}
              </code>
              : {Object.hasOwn(defaults, name) || name === 'step' ? `expected ${expected}` : expected}.{' '}
              <button type="button" onClick={() => onDrop(name)}>
                Take out {name}
              </button>
            </li>
          ))}
        </ul>
      </div>
    );
  if (lacksFile)
    return (
      <p class="message" role="status">
        Choose a CSV file under Data: rows of numbers, the label last. A link cannot carry the file.
      </p>
    );
  switch (phase.kind) {
    case 'refused':
      return (
        <p class="message error" role="alert">
          {phase.message}. Change it in the settings{live.opened.value === undefined ? '' : '; below is still the network before'}.
        </p>
      );
    case 'failed':
      return (
        <div class="message error" role="alert">
          <p>The worker stopped: {explain(phase.error)}</p>
          <button type="button" onClick={() => live.restart()}>
            Restart it with these settings
          </button>
        </div>
      );
    case 'diverged':
      return (
        <p class="message error" role="alert">
          The training diverged at step {live.frame.value?.step}: its numbers grew beyond what a computer holds. Lower the learning rate or choose another
          initialization, or rewind.
        </p>
      );
    default:
      return (
        <p class="message" role="status">
          {phase.kind === 'starting' ? 'Starting the engine' : phase.kind === 'playing' ? 'Training' : 'Ready'}
          {isImported ? ', with the weights of the file (an address holds the settings, not the weights)' : ''}.
        </p>
      );
  }
}
