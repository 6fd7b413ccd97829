/** A table of short texts: a first column of row names, then columns that may share a heading. */
export interface Table {
  readonly title: string;
  readonly rowTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly Column[];
}

export interface Column {
  /** Neighbours with the same group stand under one heading. */
  readonly group: string;
  readonly name: string;
  /** One text a row. */
  readonly cells: readonly string[];
}

/** Lines of at most `width` letters: a table that is wider is split, by groups where that is enough. */
export function renderTable(table: Table, width: number): string {
  const rowWidth = Math.max(table.rowTitle.length, ...table.rows.map((row) => row.length));
  const sized = table.columns.map((column) => {
    const only = table.columns.filter((other) => other.group === column.group).length === 1; // its group's name has no other room
    return { ...column, width: Math.max(column.name.length, 5, only ? column.group.length : 0, ...column.cells.map((cell) => cell.length)) };
  });
  const pieces = split(sized, Math.max(width - rowWidth, 8));
  const bodies = pieces.map((columns) => {
    const line = (name: string, texts: readonly string[]) =>
      (name.padStart(rowWidth) + columns.map((column, i) => `${gap(columns, i)}${texts[i]!.padStart(column.width)}`).join('')).trimEnd();
    const heading = columns.some((column) => column.group !== '') ? [`${' '.repeat(rowWidth)}${groupHeading(columns)}`.trimEnd()] : [];
    const rows = table.rows.map((row, r) =>
      line(
        row,
        columns.map((column) => column.cells[r]!),
      ),
    );
    return [
      ...heading,
      line(
        table.rowTitle,
        columns.map((column) => column.name),
      ),
      ...rows,
    ].join('\n');
  });
  return `${table.title}\n\n${bodies.join('\n\n')}\n`;
}

interface SizedColumn extends Column {
  readonly width: number;
}

/** One space between columns, two between groups. */
const gap = (columns: readonly SizedColumn[], i: number): string => (i > 0 && columns[i]!.group !== columns[i - 1]!.group ? '  ' : ' ');

/** Each group's name over its first column. */
function groupHeading(columns: readonly SizedColumn[]): string {
  let text = '';
  let end = 0;
  for (const [i, column] of columns.entries()) {
    const isFirst = i === 0 || columns[i - 1]!.group !== column.group;
    const start = end + gap(columns, i).length;
    end = start + column.width;
    if (isFirst) text = `${text.padEnd(start)}${column.group}`;
  }
  return text;
}

/** Columns in runs that fit: whole groups while they do, else as many columns as there is room for. */
function split(columns: readonly SizedColumn[], room: number): SizedColumn[][] {
  const groups: SizedColumn[][] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    const heading = last !== undefined && last[0]!.group === column.group && widthOf([...last, column]) <= room;
    if (heading) last.push(column);
    else groups.push([column]);
  }
  const pieces: SizedColumn[][] = [];
  for (const group of groups) {
    const last = pieces.at(-1);
    if (last !== undefined && widthOf([...last, ...group]) <= room) last.push(...group);
    else pieces.push([...group]);
  }
  return pieces;
}

const widthOf = (columns: readonly SizedColumn[]): number => columns.reduce((sum, column, i) => sum + gap(columns, i).length + column.width, 0);
