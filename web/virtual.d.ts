/** Made by vite.config.ts. */
declare module 'virtual:catalogue' {
  export const catalogue: unknown;
}
