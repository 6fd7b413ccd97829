// Relative URLs, so that the built page works in any directory; a worker that is a module, as main.js says it is.
export default { base: './', worker: { format: 'es' } };
