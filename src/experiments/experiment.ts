import type { Engine } from '../engine/engine.js';
import type { PlotSpecification } from '../plot/specification.js';
import type { Claim, Figure } from './claim.js';
import { type Parameters, readParameters, type Values } from './parameters.js';

/** What an experiment is told of the world: whom to tell how far it is, and when to stop. */
export interface Context {
  progress(done: number, of: number): void;
  readonly signal?: AbortSignal | undefined;
}

/** Rows of figures under headings: what `--csv` writes. */
export interface ResultTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Figure[])[];
}

/** One topic of the lecture: a question, a run that answers it, and what the answer says of the lecture's claims. */
export interface Definition<Schema extends Parameters, Result> {
  /** `fathom run <name>` */
  readonly name: string;
  readonly title: string;
  /** Where it stands in the lecture. */
  readonly section: string;
  /** What is asked, in a sentence or two. */
  readonly question: string;
  readonly parameters: Schema;
  /** Parameters, over the defaults, of a look that takes a second or so; every claim holds with them too. */
  readonly quick: Partial<Values<Schema>>;
  /** Pure given engine, parameters and seed; the result is plain data. Progress is told, and the signal looked at, at least a few times a second. */
  run(engine: Engine, parameters: Values<Schema>, context: Context): Promise<Result>;
  claims(result: Result): readonly Claim[];
  tables(result: Result): readonly ResultTable[];
  plots(result: Result): readonly PlotSpecification[];
}

/** What one run of an experiment gave, as plain data. */
export interface Outcome {
  readonly experiment: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly claims: readonly Claim[];
  readonly tables: readonly ResultTable[];
  readonly plots: readonly PlotSpecification[];
  /** The experiment's own result. */
  readonly result: unknown;
}

/** An experiment as everyone else sees it: the command, the report, the lab and the tests know no more of it. */
export interface Experiment {
  readonly name: string;
  readonly title: string;
  readonly section: string;
  readonly question: string;
  readonly parameters: Parameters;
  /** Parameters, over the defaults, of a look that takes a second or so. */
  readonly quick: Readonly<Record<string, unknown>>;
  /** @throws {ArgumentError} naming the parameter; an AbortError if the signal stops it. */
  run(engine: Engine, given?: Readonly<Record<string, unknown>>, context?: Partial<Context>): Promise<Outcome>;
}

/** Makes an experiment of its definition. The type of its result stays its own business. */
export function defineExperiment<const Schema extends Parameters, Result>(definition: Definition<Schema, Result>): Experiment {
  const { name, title, section, question, parameters: schema, quick } = definition;
  return {
    name,
    title,
    section,
    question,
    parameters: schema,
    quick,
    async run(engine, given = {}, context = {}) {
      engine.requireTheory(`the experiment ${name}`);
      const parameters = readParameters(schema, given);
      context.signal?.throwIfAborted();
      const result = await definition.run(engine, parameters, { progress: () => {}, ...context });
      return { experiment: name, parameters, claims: definition.claims(result), tables: definition.tables(result), plots: definition.plots(result), result };
    },
  };
}

/** Lets timers and messages in between two pieces of work, says how far it is, and stops if it was told to. */
export async function breathe({ progress, signal }: Context, done: number, of: number): Promise<void> {
  progress(done, of);
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}
