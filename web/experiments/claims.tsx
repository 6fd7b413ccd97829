import type { Claim, Figure } from '../../src/experiments/claim.js';

/** The claims with a tick or a cross each, the lecture's figure, the sharp one and the measured one. */
export function Claims({ claims }: { readonly claims: readonly Claim[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard must reach it
    <section class="scroll" tabIndex={0} aria-label="Claims">
      <table class="claims">
        <thead>
          <tr>
            <th scope="col">holds</th>
            <th scope="col">claim</th>
            <th scope="col">lecture</th>
            <th scope="col">sharp</th>
            <th scope="col">measured</th>
            <th scope="col">checked</th>
          </tr>
        </thead>
        <tbody>
          {claims.map(({ statement, kind, checked, relation, lecture, sharp, measured, holds, note }) => (
            <tr key={statement} class={holds ? 'holds' : 'fails'}>
              <td>{holds ? '✓ yes' : '✗ no'}</td>
              <td>
                {statement}
                {note !== undefined && <small>{note}</small>}
              </td>
              <td>{bound(relation, lecture)}</td>
              <td>{bound(relation, sharp)}</td>
              <td>{figure(measured)}</td>
              <td>
                {kind}, {checked}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const signs = { '<=': '≤ ', '>=': '≥ ', '=': '' } as const;
const bound = (relation: Claim['relation'], value: Figure | undefined): string => (value === undefined ? '–' : signs[relation] + figure(value));

/** Every digit, so that it can be held against the command's --json. */
const figure = (value: Figure): string => String(value);
