// Relative URLs, so that the built page works in any directory.
export default { base: './' };
