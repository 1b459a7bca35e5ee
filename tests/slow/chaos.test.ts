import { describe } from 'vitest';
import { chaosKeepsEveryPromise, chaosMissing } from '../chaos/in-vitest.ts';

if (chaosMissing !== null) console.log(`not run here: a thousand mails in chaos (${chaosMissing})`);

describe.skipIf(chaosMissing !== null)('a thousand mails, while everything is killed, cut off and lied to', () => {
  chaosKeepsEveryPromise(1_000, 1_800_000);
});
