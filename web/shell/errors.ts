/** What went wrong, and what to do, in words for whoever looks at the page. */
export function explain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (location.protocol === 'file:')
    return `A page opened as a file cannot load WebAssembly: start \`fathom lab\` and open the address that it prints. (${text})`;
  return text;
}
