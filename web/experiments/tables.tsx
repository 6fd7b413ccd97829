import type { ResultTable } from '../../src/experiments/experiment.js';

/** Longer tables are cut: the files to download have every row. */
const mostRows = 100;

/** The tables behind the claims, folded, with every digit. */
export function Tables({ tables }: { readonly tables: readonly ResultTable[] }) {
  return tables.map(({ title, columns, rows }) => (
    <details key={title} class="table">
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard must reach it */}
      <section class="scroll" tabIndex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostRows).map((row, index) => (
              // a row is its place
              <tr key={index}>
                {row.map((value, column) => (
                  <td key={columns[column]}>{String(value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > mostRows && <p class="help">{rows.length - mostRows} more rows are in the files below.</p>}
    </details>
  ));
}
