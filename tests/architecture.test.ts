import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Whom each directory of src/ may import besides itself: downwards only. */
const layers: Record<string, readonly string[]> = {
  engine: [],
  network: ['engine'],
  theory: ['network', 'engine'],
  data: ['network', 'engine'],
  plot: ['network', 'engine'],
  experiments: ['theory', 'data', 'plot', 'network', 'engine'],
  sweep: ['experiments', 'theory', 'data', 'plot', 'network', 'engine'],
  report: ['experiments', 'sweep', 'theory', 'data', 'plot', 'network', 'engine'],
  cli: ['report', 'experiments', 'sweep', 'theory', 'data', 'plot', 'network', 'engine'],
};

/** What may import `node:`: the directories that only ever run in Node, and the platform's file. */
const inNode = /^src\/(cli\/|sweep\/|engine\/source\.node\.ts$)/;

/** The entries of the package, which may import whatever they hand out. */
const entries = ['src/index.ts', 'src/inline.ts'];

/** Files beyond 400 lines, each with its reason. */
const long: Record<string, string> = {
  'src/data/digits-images.ts': 'a table of pixels',
};

/** Where the host's exp, sin and the like may stand although their last bits differ between engines: path prefix and reason. */
const hostMath: Record<string, string> = {
  'src/plot/': 'coordinates of drawings are not results',
  'src/report/': 'coordinates of drawings are not results',
};

interface Source {
  readonly path: string;
  /** Without comments, strings kept. */
  readonly code: string;
  readonly lines: number;
  /** Specifiers as written; `types` only name types, and are gone at run time. */
  readonly imports: readonly { readonly specifier: string; readonly types: boolean }[];
}

const filesIn = (directory: string, ending: RegExp): string[] =>
  existsSync(join(root, directory))
    ? readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
        .map((name) => join(directory, name))
        .filter((path) => ending.test(path) && !path.includes('node_modules') && statSync(join(root, path)).isFile())
        .sort()
    : [];

const read = (path: string): Source => {
  const text = readFileSync(join(root, path), 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const statements = [...code.matchAll(/^(?:import|export)\s+(type\s+)?[^;'"]*?from\s+'([^']+)'/gm)].map(([, types, specifier]) => ({
    specifier: specifier!,
    types: types !== undefined,
  }));
  const rest = [...code.matchAll(/(?:^import|\bimport\()\s*'([^']+)'/gm)].map(([, specifier]) => ({ specifier: specifier!, types: false }));
  return { path, code, lines: text.split('\n').length - 1, imports: [...statements, ...rest] };
};

const sources = filesIn('src', /\.ts$/).map(read);
/** The code of the lab; its build's own file runs in Node. */
const page = filesIn('web', /\.tsx?$/)
  .filter((path) => path !== 'web/vite.config.ts')
  .map(read);
const assembly = filesIn('assembly', /\.ts$/);

/** The file of this project that a relative specifier means, or undefined for a package. */
const target = (from: Source, specifier: string): string | undefined => {
  if (!specifier.startsWith('.')) return undefined;
  const path = relative(root, resolve(root, dirname(from.path), specifier.replace(/\.js$/, '.ts')));
  return existsSync(join(root, `${path}x`)) ? `${path}x` : path;
};

const layerOf = (path: string): string => path.split('/')[1]!;

/** "file: what it does wrong", for every source and every finding in it. */
const offences = (of: readonly Source[], find: (source: Source) => readonly string[]): string[] =>
  of.flatMap((source) => find(source).map((what) => `${source.path}: ${what}`));

describe('who may import whom', () => {
  it('every directory of src/ has its place in the order', () => {
    const directories = new Set(sources.filter(({ path }) => path.split('/').length > 2).map(({ path }) => layerOf(path)));
    expect([...directories].filter((directory) => !(directory in layers))).toEqual([]);
  });

  it('imports go downwards', () => {
    const upwards = offences(sources, (source) =>
      source.imports.flatMap(({ specifier }) => {
        const to = target(source, specifier);
        if (to === undefined || !to.startsWith('src/') || entries.includes(source.path)) return [];
        const [from, layer] = [layerOf(source.path), layerOf(to)];
        return from === layer || layers[from]?.includes(layer) ? [] : [`imports ${to}`];
      }),
    );
    expect(upwards).toEqual([]);
  });

  it('the lab is built on the library and the experiments, and nothing is built on the lab', () => {
    const above = ['cli', 'report'];
    const outside = offences(page, (source) =>
      source.imports.flatMap(({ specifier }) => {
        const to = target(source, specifier);
        return to === undefined || to.startsWith('web/') || (to.startsWith('src/') && !above.includes(layerOf(to))) ? [] : [`imports ${to}`];
      }),
    );
    expect(outside).toEqual([]);
    expect(
      offences(sources, (source) => source.imports.flatMap(({ specifier }) => (target(source, specifier)?.startsWith('web/') ? [specifier] : []))),
    ).toEqual([]);
  });

  it('there are no circles', () => {
    const next = new Map(
      [...sources, ...page].map((source) => [
        source.path,
        source.imports.filter(({ types }) => !types).flatMap(({ specifier }) => target(source, specifier) ?? []),
      ]),
    );
    const done = new Set<string>();
    const circleFrom = (path: string, trail: readonly string[]): readonly string[] => {
      if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
      if (done.has(path)) return [];
      const circle = (next.get(path) ?? []).map((to) => circleFrom(to, [...trail, path])).find(({ length }) => length > 0);
      done.add(path);
      return circle ?? [];
    };
    expect([...sources, ...page].map(({ path }) => circleFrom(path, [])).filter(({ length }) => length > 0)).toEqual([]);
  });

  it('every relative import means a file that is there', () => {
    const missing = offences([...sources, ...page], (source) =>
      source.imports.flatMap(({ specifier }) => {
        const to = target(source, specifier);
        return to === undefined || existsSync(join(root, to)) || existsSync(join(root, to.replace(/\.ts$/, '.d.ts'))) ? [] : [`imports ${specifier}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('experiments do not import each other', () => {
    const among = offences(
      sources.filter(({ path }) => /^src\/experiments\/(?!index\.ts$)/.test(path)),
      (source) =>
        source.imports.flatMap(({ specifier }) => {
          const to = target(source, specifier);
          return to !== undefined && /^src\/experiments\/(?!experiment|claim|parameters|index)[^/]+\.ts$/.test(to) ? [`imports ${specifier}`] : [];
        }),
    );
    expect(among).toEqual([]);
  });

  it('node: is imported only where there is Node', () => {
    const outside = sources.filter(({ path }) => !inNode.test(path));
    expect(
      offences([...outside, ...page], ({ imports }) => imports.filter(({ specifier }) => specifier.startsWith('node:')).map(({ specifier }) => specifier)),
    ).toEqual([]);
  });

  it('no document and no window below the page: what draws is handed its document', () => {
    const below = sources.filter(({ path }) => !/^src\/(cli|report|plot)\/|^src\/engine\/source\.web\.ts$/.test(path));
    expect(offences(below, ({ code }) => code.match(/\b(?:document|window|navigator|localStorage)\b[.?[]/g) ?? [])).toEqual([]);
    const drawing = sources.filter(({ path }) => /^src\/(report|plot)\//.test(path));
    expect(offences(drawing, ({ code }) => code.match(/\bwindow\.|globalThis\.document/g) ?? [])).toEqual([]);
  });

  it('what the public library leads to needs no package but the loader', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (path: string): void => {
      const source = sources.find((candidate) => candidate.path === path);
      if (source === undefined || seen.has(path)) return;
      seen.add(path);
      for (const { specifier, types } of source.imports) {
        const to = target(source, specifier);
        if (to !== undefined) visit(to);
        else if (!types) packages.add(specifier);
      }
    };
    entries.forEach(visit);
    expect(seen.size).toBeGreaterThan(1);
    expect([...packages].sort()).toEqual(['#source', '@assemblyscript/loader']);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toEqual(['@assemblyscript/loader']);
  });
});

describe('how files are written', () => {
  it("the module's memory is viewed in engine/memory.ts alone", () => {
    const elsewhere = sources.filter(({ path }) => path !== 'src/engine/memory.ts');
    expect(offences([...elsewhere, ...page], ({ code }) => code.match(/memory\.buffer/g) ?? [])).toEqual([]);
  });

  it("results do not depend on the host's exp, sin and the like, whose last bits differ between engines", () => {
    const bound = sources.filter(({ path }) => !Object.keys(hostMath).some((prefix) => path.startsWith(prefix)));
    const host = /Math\.(?:exp|expm1|log|log1p|log2|log10|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|pow|cbrt|hypot|random)\b/g;
    expect(offences(bound, ({ code }) => code.match(host) ?? [])).toEqual([]);
  });

  it("results do not depend on the host's power either: src/theory/power.ts has one; powers of two are exact everywhere, and so are those of big integers", () => {
    const exact = /(?:^|[^\w.])(?:2|4|0\.25|\d+n) \*\*|\*\* (?:\d+n|BigInt\()/;
    const powers = sources.filter(({ path }) => /^src\/(?:experiments|theory)\//.test(path));
    expect(offences(powers, ({ code }) => (code.match(/.{0,12}\S \*\* .{0,8}/g) ?? []).filter((found) => !exact.test(found)))).toEqual([]);
  });

  it('no file is a drawer for everything', () => {
    const all = ['src', 'assembly', 'tests', 'scripts', 'bench', 'web'].flatMap((directory) => filesIn(directory, /\.[cm]?[jt]sx?$/));
    expect(all.filter((path) => /^(?:utils?|helpers?|common|types?|misc)\./.test(basename(path)))).toEqual([]);
  });

  it('files over 400 lines are few, and each has its reason', () => {
    const over = [...sources, ...page, ...assembly.map(read)].filter(({ path, lines }) => lines > 400 && long[path] === undefined);
    expect(over.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  it('every file of assembly/ is part of the module', () => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const [, specifier] of read(path).code.matchAll(/from "(\.[^"]+)"/g)) visit(`${join(dirname(path), specifier!)}.ts`);
    };
    visit('assembly/theory.ts'); // which reaches index.ts
    expect(assembly.filter((path) => !reached.has(path))).toEqual([]);
  });

  it('every directory of kernels has its tests, and every exported operation is called by the library or by a test', () => {
    const directories = new Set(assembly.filter((path) => path.split('/').length === 3).map((path) => dirname(path)));
    expect([...directories].filter((directory) => filesIn(`tests/${directory}`, /\.test\.ts$/).length === 0)).toEqual([]);
    const operations = new Set(
      [...readFileSync(join(root, 'wasm/fathom.theory.d.ts'), 'utf8').matchAll(/export function (\w+?)(?:_f32|_f64)?\(/g)].map(([, name]) => name!),
    );
    const callers = [
      ...[...sources, ...page].map(({ code }) => code),
      ...filesIn('tests', /\.(?:ts|mjs)$/).map((path) => readFileSync(join(root, path), 'utf8')),
    ].join('\n');
    const words = new Set(callers.match(/\w+/g));
    expect([...operations].filter((name) => !words.has(name) && !words.has(`${name}_f32`) && !words.has(`${name}_f64`))).toEqual([]);
  });
});

describe('the compiled modules', () => {
  const bytesOf = (build: string) => readFileSync(join(root, `wasm/fathom.${build}.wasm`));
  const moduleOf = (build: string) => new WebAssembly.Module(bytesOf(build));

  it('the simd module is at most 64 KiB', () => {
    expect(bytesOf('simd').length).toBeLessThanOrEqual(64 * 1024);
  });

  it('the theory module is at most 160 KiB', () => {
    expect(bytesOf('theory').length).toBeLessThanOrEqual(160 * 1024);
  });

  it('the simd module imports nothing, and the debug module only what ends an assertion', () => {
    expect(WebAssembly.Module.imports(moduleOf('simd'))).toEqual([]);
    expect(WebAssembly.Module.imports(moduleOf('theory'))).toEqual([]);
    expect(WebAssembly.Module.imports(moduleOf('debug'))).toEqual([{ module: 'env', name: 'abort', kind: 'function' }]);
  });

  it('the builds export the same names, these are the names typed, and the smaller modules have a part of them', () => {
    const typed = readFileSync(join(root, 'wasm/fathom.theory.d.ts'), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
    const namespace = typed.slice(0, typed.indexOf('\n}\n'));
    const simple = [...namespace.matchAll(/export (?:function|const) (\w+)/g)].map(([, name]) => name!);
    const members = [...namespace.matchAll(/export enum (\w+) \{([^}]*)\}/g)].flatMap(([, name, body]) =>
      [...body!.matchAll(/\w+/g)].map(([member]) => `${name}.${member}`),
    );
    const exported = (build: string) =>
      WebAssembly.Module.exports(moduleOf(build))
        .map(({ name }) => name)
        .sort();
    expect(exported('theory')).toEqual([...simple, ...members].sort());
    expect(exported('debug')).toEqual(exported('theory'));
    expect(exported('simd').filter((name) => !exported('theory').includes(name))).toEqual([]);
    expect(exported('simd')).not.toContain('theoryKernels');
  });

  it('only the relaxed build may hold relaxed instructions, whose results differ between machines', async () => {
    // assemblyscript's own dependency, which reads every instruction that asc can write
    const require = createRequire(createRequire(import.meta.url).resolve('assemblyscript/package.json'));
    const { default: binaryen } = await import(require.resolve('binaryen'));
    const relaxed = /\((?:[if]\d+x\d+)\.(?:relaxed_\w+|dot_i8x16_i7x16\w*)/g;
    const found = (build: string): readonly string[] => {
      const module = binaryen.readBinary(bytesOf(build));
      const text: string = module.emitText();
      module.dispose();
      expect(text).toContain('v128.load');
      return [...new Set(text.match(relaxed))];
    };
    expect(found('simd')).toEqual([]);
    expect(found('debug')).toEqual([]);
  });
});
