// What `npm test` leaves to `.ci/run`, said aloud: tests that need a browser or a packed package.
import { existsSync } from 'node:fs';

const browser = existsSync('/usr/bin/chromium') ? '' : ' (there is no /usr/bin/chromium here: apt-get install chromium)';
console.log(
  `\nNOT RUN by npm test: the lab and the library in Chromium, npm run test:browser${browser}; the packed package, npm run test:package; Node 22 and 24, npm run test:nodes.`,
);
