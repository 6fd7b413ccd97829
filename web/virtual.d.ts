/** Made by vite.config.ts. */
declare module 'virtual:catalogue' {
  export const catalogue: unknown;
}
declare module 'virtual:lessons' {
  /** Paragraphs of HTML by the experiment's name. */
  export const lessons: Readonly<Record<string, readonly string[]>>;
}
