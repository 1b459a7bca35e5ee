import { describe } from 'vitest';
import { chaosKeepsEveryPromise, chaosMissing } from '../chaos/in-vitest.ts';

if (chaosMissing !== null) console.log(`not run here: chaos (${chaosMissing})`);

describe.skipIf(chaosMissing !== null)('a thousand mails, while everything is killed, cut off and lied to', () => {
  chaosKeepsEveryPromise(1_000, 1_200_000);
});
